/** A static server for the built demo, on this machine only: WebGPU asks for a secure context, and that is one. */
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".csv": "text/csv; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".wasm": "application/wasm",
};

/** The file a URL means, or undefined where there is none inside the folder. */
function fileFor(folder, url) {
  const path = resolve(folder, `.${decodeURIComponent(new URL(url, "http://here").pathname)}`);
  if (path !== folder && !path.startsWith(folder + sep)) return undefined;
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, "index.html") : path;
  return existsSync(file) ? file : undefined;
}

/** Serves `folder` on a free port (or `port`) and answers `{ address, close }`. */
export function serve(folder, port = 0) {
  const root = resolve(folder);
  const server = createServer((request, response) => {
    const file = fileFor(root, request.url ?? "/");
    if (!file) return response.writeHead(404).end("There is no such page.");
    response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" });
    return createReadStream(file).pipe(response);
  });
  return new Promise((ready) => {
    server.listen(port, "127.0.0.1", () =>
      ready({ address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() }),
    );
  });
}
