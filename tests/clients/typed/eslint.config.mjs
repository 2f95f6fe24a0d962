// What graphql-eslint asks of each role's schema (its SDL) and of the role's documents.
import { readdirSync } from "node:fs";
import graphql from "@graphql-eslint/eslint-plugin";

const projects = Object.fromEntries(
  readdirSync("roles").map((role) => [
    role,
    { schema: `roles/${role}/schema.graphql`, documents: `roles/${role}/documents/*.graphql` },
  ]),
);
const common = {
  languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { projects } } },
  plugins: { "@graphql-eslint": graphql },
};
const recommended = graphql.configs["flat/schema-recommended"].rules;
const [level, names] = recommended["@graphql-eslint/naming-convention"];
const { "ObjectTypeDefinition,ObjectTypeExtension": _, ...otherNames } = names;

export default [
  {
    ...common,
    files: ["roles/*/schema.graphql"],
    rules: {
      ...recommended,
      ...graphql.configs["flat/schema-relay"].rules,
      // `LicenceType` and `EquipmentType` are kinds that the law lists (许可种类, 设备种类).
      "@graphql-eslint/naming-convention": [level, otherNames],
      // It compares letters and not words (`Draw.drawnAt`, `Recheck.recheckedOn`), and would cut
      // names of the law: 设备代码 is the equipment code, beside the registration code.
      "@graphql-eslint/no-typename-prefix": "off",
      // Pages, payloads, counted cells and answers are no records: no cache keys them. Every
      // record implements `Node`, and the schema would be invalid if one had no `id: ID!`.
      "@graphql-eslint/strict-id-in-types": "off",
      // Lists go forward only, which the Relay specification allows: `first` and `after`.
      "@graphql-eslint/relay-arguments": ["error", { includeBoth: false }],
      // `nodes` beside `edges`, and lists that the law bounds, are plain lists by design.
      "@graphql-eslint/relay-edge-types": ["error", { listTypeCanWrapOnlyEdgeType: false }],
    },
  },
  {
    ...common,
    files: ["roles/*/documents/*.graphql"],
    rules: graphql.configs["flat/operations-recommended"].rules,
  },
];
