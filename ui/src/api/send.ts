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
  let response = await answerTo(urlOf(path, options), init);
  if (response.status === 403 && (await reasonOf(response.clone())).includes("CSRF token")) {
    await renewToken();
    response = await answerTo(urlOf(path, options), init);
  }
  if (!response.ok) throw new ApiError(response.status, await reasonOf(response));
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** Headers that show that a request comes from this page, where the server asks for them. */
let token: Record<string, string> = {};

function answerTo(url: string, init: RequestInit): Promise<Response> {
  return fetch(url, { ...init, headers: { ...init.headers, ...token } }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, "The server does not answer. Is it running?");
  });
}

async function renewToken(): Promise<void> {
  const client = token["Prefect-Csrf-Client"] ?? `page-${Date.now()}-${Math.random().toString(36).slice(2)}`;
  const response = await fetch(`/api/csrf-token?client=${encodeURIComponent(client)}`);
  if (!response.ok) return;
  const given = (await response.json()) as { token: string };
  token = { "Prefect-Csrf-Token": given.token, "Prefect-Csrf-Client": client };
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
