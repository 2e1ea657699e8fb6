/** `/openapi.json`, made from the route table: the bodies are CBOR, their schemas are described all the same. */
import { z } from "zod";
import { failureSchema, routes, sessionHeaders } from "../shared/protocol/routes/routes.ts";

/** The OpenAPI 3.1 document of this server. */
export function openApi(): object {
  const paths: Record<string, Record<string, object>> = {
    "/health": { get: { summary: "Is the server up?", responses: { 200: { description: "It is." } } } },
  };
  for (const [name, route] of Object.entries(routes)) {
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Latchkey server", version: "1", description: "Ciphertext and signed statements only." },
    paths,
  };
}

function operation(name: string, route: (typeof routes)[keyof typeof routes]): object {
  const parameters = [...route.path.matchAll(/:(\w+)/g)].map(([, at]) => ({
    name: at,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const headers = Object.values(sessionHeaders).map((header) => ({
    name: header,
    in: "header",
    required: true,
    schema: { type: "string" },
  }));
  const query =
    route.method === "GET" && "from" in ((route.request as { shape?: object }).shape ?? {})
      ? [{ name: "from", in: "query", required: true, schema: { type: "integer", minimum: 0 } }]
      : [];
  return {
    operationId: name,
    "x-sessions": route.sessions ?? [],
    "x-needs": route.needs,
    parameters: [...parameters, ...query, ...(route.sessions === null ? [] : headers)],
    ...(route.method === "POST" ? { requestBody: { required: true, content: content(route.request) } } : {}),
    responses: {
      200: { description: "ok", content: content(route.response) },
      default: { description: "A failure", content: content(failureSchema) },
    },
  };
}

function content(schema: z.ZodType): object {
  return { "application/cbor": { schema: z.toJSONSchema(schema, { unrepresentable: "any", io: "input" }) } };
}
