/** What an engine had to say while it trained a study, and how the study was asked to run (JSON of HowToRun). */
export const notices = `
  CREATE TABLE notices (
    id INTEGER PRIMARY KEY,
    study TEXT NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    message TEXT NOT NULL
  ) STRICT;
  CREATE INDEX notices_by_study ON notices (study);

  ALTER TABLE studies ADD COLUMN asked TEXT;
`
