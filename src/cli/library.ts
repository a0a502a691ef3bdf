/** What the package exports. Asked for at run time: the build would write a static namespace among the exports. */
export const library = await import("../index.js");
