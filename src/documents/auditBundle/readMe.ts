/** The text that says what is in a bundle, for people who know nothing of Headwater. */

export function readMe(epoch: number, isSigned: boolean): string {
  return `HEADWATER AUDIT BUNDLE OF EPOCH ${epoch}

An epoch is a closed period of a ledger. Its manifest says what was earned and paid, and commits to everything
behind it by SHA-256 digests and Merkle roots. This bundle has the manifest and what is behind it.

FIRST: open verify.html in a browser. It works from the disk and sends nothing. Give it manifest.json and a file of
proofs/; it computes the manifest's SHA-256 and the root of a payment's proof, and compares them. It also checks
signatures, and compares files with bundle.json.

FILES
manifest.json           the manifest: exactly the bytes whose SHA-256 is the manifest hash
manifest.sha256         that hash, as sha256sum --check reads it
manifest.signature.json where the close signed it: Ed25519 key and signature of the text
                        "headwater manifest HASH"
epoch.json              the epoch as Headwater reports it, with the hash and the number of the epoch
events.ndjson           every registry event up to the epoch, as recorded, in order: payees, assets, versions,
                        lineage, prices, contracts
batches.ndjson          control totals of the batches whose rows are in rows.ndjson: number, sums and digest of
                        each kind of row
rows.ndjson             all rows of these batches, in order. They are the batches that the epoch added, and older
                        ones with calls that settle in it. "state" says what became of a call: settled (by this
                        epoch), earlier (by one before), suspense, pending, excluded (a repeat); other rows are
                        counted, pending or excluded. "time" is in microseconds since 1970, "amount" in ledger
                        units: 10^12 of them are one smallest unit (atom) of the currency. A count that was left
                        out is -1, a text "".
                        CALLERS ARE IN IT: the digests of batches and of settled calls cover who called, so they
                        can't be checked without. Keep the file accordingly.
statements.ndjson       the statement of every payee in the epoch
proofs/                 for each payout tree its leaves, each with its proof: one line is enough to check a payment
verify.html             the page that checks proofs, signatures and files, without a network
bundle.json             SHA-256 and size of every file above
${
  isSigned
    ? `bundle.signature.json   Ed25519 key and signature of the text "headwater audit-bundle HASH", where HASH is
                        the SHA-256 of bundle.json, in hex
`
    : `                        (This ledger has no signing key: the list is not signed.)
`
}
CHECKING
1. sha256sum --check manifest.sha256, and the hash against the one that was published or is on the chain.
2. With verify.html, or by hand: the SHA-256 of each file against bundle.json${isSigned ? ', and the signature of bundle.json against the public key that the\n   operator has published: a key that is only in this bundle proves nothing' : ''}.
3. A payment: verify.html, or OpenZeppelin's library with a line of proofs/ and a root of the manifest.
4. Everything: docs/settlement.md of Headwater, "Recomputing without Headwater", says step by step how registry
   events and rows become the digests, balances and roots of the manifest. It needs the bundles of all epochs up to
   this one: each has the rows that are new in it.
`
}
