// Types of every role's documents, from that role's own schema.
import { readdirSync } from "node:fs";
const roles = readdirSync("roles");
export default {
  generates: Object.fromEntries(
    roles.map((role) => [
      `roles/${role}/generated.ts`,
      {
        schema: `roles/${role}/schema.graphql`,
        documents: `roles/${role}/documents/*.graphql`,
        plugins: ["typescript", "typescript-operations", "typed-document-node"],
        config: {
          strictScalars: true,
          onlyOperationTypes: true,
          useTypeImports: true,
          enumsAsTypes: true,
          scalars: { Date: "string", DateTime: "string", Decimal: "string", JSON: "unknown" },
        },
      },
    ]),
  ),
};
