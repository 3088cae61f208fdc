/**
 * The tables of the registry store. A row that money depends on has a checksum of its fields, because SQLite has none:
 * `check32` is over the fields as they are read.
 */

/** Raised when the tables, or what is in them, change. A store of another format is built again from the log. */
export const storeFormat = 6

export const schema = `
  CREATE TABLE head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    format INTEGER NOT NULL,
    -- Registry events that are in the tables, their digest, and the id of the last one.
    count INTEGER NOT NULL,
    digest TEXT NOT NULL,
    last TEXT NOT NULL,
    payees INTEGER NOT NULL,
    assets INTEGER NOT NULL,
    versions INTEGER NOT NULL,
    -- As JSON: they are few.
    currencies TEXT NOT NULL,
    fees TEXT NOT NULL,
    -- Of contracts, as JSON: the first event, the ends of edges, the numbers of clauses and of payout rules.
    contracts TEXT NOT NULL,
    check32 INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE payees (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    name TEXT,
    -- Lists of chain, address, payableFrom and revision, as JSON; NULL where there is none.
    bindings TEXT,
    check32 INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX payeeIds ON payees (id);
  -- Payees by the accounts that were ever bound to them on eip155 chains: the key of the address. Addresses have no order,
  -- so those of so many payees are beside each other (accountKeys.ts): new ones all go to the last pages.
  CREATE TABLE accounts (
    part INTEGER NOT NULL,
    account INTEGER NOT NULL,
    payee INTEGER NOT NULL,
    PRIMARY KEY (part, account, payee)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE assets (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    -- owner, name, license and metadataUri, as JSON.
    fields TEXT NOT NULL,
    rates BLOB NOT NULL,
    -- NULL where it has no cost card.
    costs BLOB,
    versions INTEGER NOT NULL,
    work INTEGER NOT NULL,
    units TEXT NOT NULL,
    check32 INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX assetIds ON assets (id);
  CREATE INDEX assetCosts ON assets (number) WHERE costs IS NOT NULL;
  CREATE TABLE versions (
    number INTEGER PRIMARY KEY,
    asset INTEGER NOT NULL,
    name TEXT NOT NULL,
    releasedAt INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    -- The first contributions to the asset, so many, share in the version; 0 where none does.
    pool INTEGER NOT NULL,
    -- Over the columns before, and over number and body.
    key32 INTEGER NOT NULL,
    body BLOB NOT NULL,
    check32 INTEGER NOT NULL,
    -- What was transferred among its holders since; NULL where nothing was. The checksum is over number and transfers.
    transfers BLOB,
    transfers32 INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX versionNames ON versions (asset, name);
  CREATE INDEX versionTimes ON versions (asset, releasedAt, number);
  -- Versions by their sources.
  CREATE TABLE derived (
    source INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (source, version)
  ) STRICT, WITHOUT ROWID;
  -- Versions by the payees that they name.
  CREATE TABLE shares (
    payee INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (payee, version)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE contributions (
    asset INTEGER NOT NULL,
    place INTEGER NOT NULL,
    payee INTEGER NOT NULL,
    units INTEGER NOT NULL,
    check32 INTEGER NOT NULL,
    PRIMARY KEY (asset, place)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX contributors ON contributions (payee);
  CREATE TABLE clauses (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    -- The numbers of the payees that it takes from and gives to.
    payee INTEGER NOT NULL,
    receiver INTEGER NOT NULL,
    body BLOB NOT NULL,
    check32 INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX clauseIds ON clauses (id);
  CREATE INDEX clausePayees ON clauses (payee, number);
  CREATE INDEX clauseReceivers ON clauses (receiver, number);
  CREATE TABLE payoutRules (
    number INTEGER PRIMARY KEY,
    -- The number of the payee whose rule it is; NULL: of everybody. And of the one for whom it withholds.
    payee INTEGER,
    receiver INTEGER,
    body BLOB NOT NULL,
    check32 INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX rulePayees ON payoutRules (payee, number);
  CREATE INDEX ruleReceivers ON payoutRules (receiver) WHERE receiver IS NOT NULL;
`
