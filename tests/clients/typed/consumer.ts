// What a page of the licensing clerk does with the generated types; the compiler is the test.
import type { ResultOf, VariablesOf } from "@graphql-typed-document-node/core";
import { LicencesDocument, RemarkLicenceDocument } from "./generated";

type Page = NonNullable<ResultOf<typeof LicencesDocument>["licences"]>;
type Licence = Page["nodes"][number];

export const red: VariablesOf<typeof LicencesDocument> = { first: 50, colours: ["RED", "URGENT"] };

export function following(page: Page): VariablesOf<typeof LicencesDocument> | null {
  return page.pageInfo.hasNextPage ? { ...red, after: page.pageInfo.endCursor ?? null } : null;
}

export function remark(licence: Licence, remarks: string): VariablesOf<typeof RemarkLicenceDocument> {
  return { input: { licenceId: licence.id, expectedVersion: licence.version, remarks } };
}

// What must not compile. An expectation that is not met is an error, too.
// @ts-expect-error  no such colour
export const mauve: VariablesOf<typeof LicencesDocument> = { colours: ["MAUVE"] };
// @ts-expect-error  an input without its licence
export const nowhere: VariablesOf<typeof RemarkLicenceDocument> = { input: { remarks: "" } };
// @ts-expect-error  a field that the document does not select
export const unasked = (licence: Licence) => licence.remarks;
