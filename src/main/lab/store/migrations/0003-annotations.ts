/** Tags and notes of studies and tickets, and the views that a person saved. */
export const annotations = `
  CREATE TABLE study_annotations (
    id TEXT PRIMARY KEY REFERENCES studies (id) ON DELETE CASCADE,
    tags TEXT NOT NULL,
    note TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE ticket_annotations (
    id TEXT PRIMARY KEY REFERENCES tickets (id) ON DELETE CASCADE,
    tags TEXT NOT NULL,
    note TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE saved_views (
    view TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (view, name)
  ) STRICT, WITHOUT ROWID;
`
