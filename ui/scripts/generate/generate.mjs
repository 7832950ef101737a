// Writes src/api/types.gen.ts from an OpenAPI document: `pnpm generate path/to/openapi.json`.
// Only the operations that the UI uses are kept, and the schemas that these reach.
import { readFile, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const USED = [
  "GET /flows/{id}",
  "POST /flows/filter",
  "GET /flow_runs/{id}",
  "DELETE /flow_runs/{id}",
  "GET /flow_runs/{id}/graph-v2",
  "POST /flow_runs/filter",
  "POST /flow_runs/count",
  "POST /flow_runs/{id}/set_state",
  "GET /flow_run_states/",
  "GET /task_runs/{id}",
  "POST /task_runs/filter",
  "POST /task_runs/count",
  "GET /task_run_states/",
  "POST /logs/filter",
];

/** The document's paths, without the mount point, cut down to the used operations. */
function usedPaths(document) {
  const kept = {};
  for (const [fullPath, operations] of Object.entries(document.paths)) {
    const path = fullPath.replace(/^\/api(?=\/)/, "");
    for (const [method, operation] of Object.entries(operations)) {
      if (!USED.includes(`${method.toUpperCase()} ${path}`)) continue;
      const { operationId: _, ...rest } = operation;
      const parameters = (rest.parameters ?? []).filter((p) => p.in !== "header");
      kept[path] = { ...kept[path], [method]: { ...rest, parameters } };
    }
  }
  return kept;
}

/** Names of all schemas that `root` refers to, directly or through other schemas. */
function reachedSchemas(root, schemas) {
  const found = new Set();
  const walk = (value) => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (value === null || typeof value !== "object") return;
    const name = typeof value.$ref === "string" ? value.$ref.split("/").at(-1) : undefined;
    if (name && !found.has(name)) {
      found.add(name);
      walk(schemas[name]);
    }
    Object.values(value).forEach(walk);
  };
  walk(root);
  return found;
}

const source = process.argv.slice(2).find((argument) => argument !== "--");
if (!source) throw new Error("Give the path of an OpenAPI document: pnpm generate path/to/openapi.json");
const document = JSON.parse(await readFile(resolve(process.env.INIT_CWD ?? ".", source), "utf8"));
const paths = usedPaths(document);
const names = reachedSchemas(paths, document.components.schemas);
const schemas = Object.fromEntries(
  Object.entries(document.components.schemas)
    .filter(([name]) => names.has(name))
    .toSorted(([a], [b]) => a.localeCompare(b)),
);
const missing = USED.filter((used) => {
  const [method, path] = used.split(" ");
  return !paths[path]?.[method.toLowerCase()];
});
if (missing.length > 0) throw new Error(`The document lacks: ${missing.join(", ")}`);

const types = astToString(await openapiTS({ openapi: document.openapi, info: document.info, paths, components: { schemas } }, { defaultNonNullable: false }));
const target = resolve(dirname(fileURLToPath(import.meta.url)), "../../src/api/types.gen.ts");
await writeFile(target, `// Generated from the server's OpenAPI document by \`pnpm generate\`. Do not edit.\n\n${types}`);
console.log(`${Object.keys(paths).length} paths, ${names.size} schemas -> src/api/types.gen.ts`);
