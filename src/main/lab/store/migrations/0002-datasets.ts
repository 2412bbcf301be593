/** Version 2: the format that a dataset was read from, and whether it is a published one (JSON of PublishedVerdict). */
export const datasetOrigin = `
  ALTER TABLE datasets ADD COLUMN format TEXT;
  ALTER TABLE datasets ADD COLUMN published TEXT;
`
