/** Version 1: datasets, studies, tickets, epochs, checkpoints, distances. docs/store.md explains each column. */
export const first = `
  CREATE TABLE datasets (
    name TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    source TEXT NOT NULL,
    added_at TEXT NOT NULL,
    height INTEGER NOT NULL,
    width INTEGER NOT NULL,
    channels INTEGER NOT NULL,
    train INTEGER NOT NULL,
    test INTEGER NOT NULL,
    classes TEXT NOT NULL
  ) STRICT;

  CREATE TABLE studies (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    spec TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'paused', 'finished', 'failed', 'cancelled')),
    wish TEXT CHECK (wish IN ('pause', 'cancel')),
    engine TEXT,
    device TEXT,
    workers INTEGER,
    error TEXT,
    datasets TEXT NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE tickets (
    id TEXT PRIMARY KEY,
    study TEXT NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
    dataset TEXT NOT NULL,
    trial INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('winning', 'random')),
    round INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    layers TEXT NOT NULL,
    masks BLOB NOT NULL,
    initial BLOB,
    trained BLOB,
    trained_sha256 TEXT,
    accuracy REAL,
    checks TEXT NOT NULL,
    UNIQUE (study, dataset, trial, kind, round)
  ) STRICT;

  CREATE TABLE epochs (
    study TEXT NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
    dataset TEXT NOT NULL,
    trial INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('winning', 'random')),
    round INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    loss REAL NOT NULL,
    accuracy REAL NOT NULL,
    PRIMARY KEY (study, dataset, trial, kind, round, epoch)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE checkpoints (
    study TEXT NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
    dataset TEXT NOT NULL,
    trial INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('winning', 'random')),
    round INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (study, dataset, trial, kind)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE distances (
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    metric TEXT NOT NULL CHECK (metric IN ('nnstd', 'nnstd-signed')),
    alignment TEXT NOT NULL CHECK (alignment IN ('propagate', 'none')),
    signs TEXT NOT NULL CHECK (signs IN ('initial', 'trained')),
    positive_weight REAL NOT NULL,
    layers TEXT NOT NULL,
    mean REAL NOT NULL,
    PRIMARY KEY (a, b, metric, alignment, signs, positive_weight)
  ) STRICT, WITHOUT ROWID;
`
