// @ts-check
/** What a source file says of its one export, read from the comment above it. */
import { readFileSync } from "node:fs";
import ts from "typescript";

/**
 * The statements that declare `name`, or the function that a combinator of that name is made of.
 *
 * @param {ts.SourceFile} file
 * @param {string} name
 */
function declarationOf(file, name) {
  const names = [name, `make${name[0]?.toUpperCase()}${name.slice(1)}`];
  return file.statements.find((statement) => {
    const declared = ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.map((one) => one.name.getText(file))
      : ts.isFunctionDeclaration(statement)
        ? [statement.name?.text ?? ""]
        : [];
    return declared.some((one) => names.includes(one)) && ts.getJSDocCommentsAndTags(statement).length > 0;
  });
}

/** @param {string | ts.NodeArray<ts.JSDocComment> | undefined} comment */
const textOf = (comment) => ts.getTextOfJSDocComment(comment) ?? "";

/**
 * Its paragraphs, and a sentence for each parameter.
 *
 * @param {string} path
 * @param {string} name
 * @returns {{ text: string, params: Record<string, string> }}
 */
export function docstringOf(path, name) {
  const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  const statement = declarationOf(file, name);
  const [doc] = statement ? ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc) : [];
  if (!doc) throw new Error(`${path} has no docstring for ${name}: write one, it is this loss's page.`);
  const params = (doc.tags ?? []).flatMap((tag) => {
    if (!ts.isJSDocParameterTag(tag)) return [];
    return [[tag.name.getText(file).replace(/^\w+\./, ""), textOf(tag.comment).replace(/\s*\n\s*/g, " ")]];
  });
  return { text: textOf(doc.comment), params: Object.fromEntries(params) };
}
