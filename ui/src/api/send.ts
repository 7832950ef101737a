/** Requests to the server: paths, queries and bodies are checked against the generated types. */
import type { paths } from "./types.gen";

type PathOf<M extends string> = {
  [P in keyof paths]: paths[P] extends Record<M, infer Operation> ? (Operation extends object ? P : never) : never;
}[keyof paths];

/** The body of an operation; with several paths, that of any of them. */
type BodyOf<P> = P extends keyof paths
  ? paths[P] extends { post: { requestBody?: { content: { "application/json": infer Body } } } }
    ? Body
    : never
  : never;

export class ApiError extends Error {
  override name = "ApiError";
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

type Options = { path?: Record<string, string>; query?: Record<string, string | null | undefined>; signal?: AbortSignal };

export function get<T>(path: PathOf<"get">, options: Options = {}): Promise<T> {
  return request<T>("GET", path, options);
}

export function post<T>(path: PathOf<"post">, body: BodyOf<PathOf<"post">>, options: Options = {}): Promise<T> {
  return request<T>("POST", path, options, body);
}

export function remove(path: PathOf<"delete">, options: Options = {}): Promise<void> {
  return request<void>("DELETE", path, options);
}

async function request<T>(method: string, path: string, options: Options, body?: unknown): Promise<T> {
  const init: RequestInit = { method, headers: { Accept: "application/json" } };
  if (options.signal) init.signal = options.signal;
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { ...init.headers, "Content-Type": "application/json" };
  }
  const response = await fetch(urlOf(path, options), init).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, "The server does not answer. Is it running?");
  });
  if (!response.ok) throw new ApiError(response.status, await reasonOf(response));
  return (response.status === 204 ? undefined : await response.json()) as T;
}

function urlOf(path: string, { path: parts = {}, query = {} }: Options): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parts[name] ?? ""));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value != null) search.set(name, value);
  const text = search.toString();
  return `/api${filled}${text && `?${text}`}`;
}

/** The server's own words for a refusal, in any of its error bodies. */
async function reasonOf(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => null);
  if (body && typeof body === "object") {
    const { detail, exception_message: message } = body as Record<string, unknown>;
    if (typeof detail === "string") return detail;
    if (typeof message === "string") return message;
  }
  return `The server answered ${response.status} ${response.statusText}`.trim();
}
