/**
 * What bundles carry along: which program trained a study, and where an imported one came from. Both JSON, null when
 * unknown: older studies did not note it, and a study of this home has no origin.
 */
export const bundles = `
  ALTER TABLE studies ADD COLUMN software TEXT;
  ALTER TABLE studies ADD COLUMN origin TEXT;
`
