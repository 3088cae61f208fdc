// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// How a version came from its source. The names and their order are those of the ledger's events.
enum Relation {
    trainedOn,
    finetunedFrom,
    mergedFrom,
    adapterOf,
    quantizedFrom,
    distilledFrom,
    composedOf,
    subsetOf
}

/// `absolute`: a share of the derived version's base. `relative`: a share of what it receives.
enum Policy {
    absolute,
    relative
}

/// `share`: parts per billion.
struct Holder {
    address payee;
    uint32 share;
}

struct Contributor {
    address payee;
    uint64 units;
}

/// What an edge carries at most: `amount` × 10^-decimals, in major units of the currency.
struct Cap {
    string currency;
    uint256 amount;
    uint8 decimals;
}

/// An edge to a version in this registry. `until`: the edge carries nothing of calls from this midnight (UTC, in seconds
/// since 1970) on; 0: it does not end.
struct Source {
    string asset;
    string version;
    Relation relation;
    Policy policy;
    uint32 share;
    uint64 until;
    Cap[] caps;
}

/// Holders and contributors are in ascending order of their payees. `releasedAt` 0: now. With a contributor share and no
/// contributors, all contributions attested so far count.
struct Release {
    string version;
    uint64 releasedAt;
    string contentDigest;
    Holder[] holders;
    uint32 contributorShare;
    Contributor[] contributors;
    Source[] derivedFrom;
}

/// What the contract keeps of a version. `stack`: parts per billion of its base that its absolute sources take.
struct Version {
    uint64 releasedAt;
    uint32 stack;
}

struct Attestation {
    bytes32 workHash;
    address payee;
    uint64 units;
}

struct Contribution {
    address payee;
    uint64 units;
}

/// `version` empty: of every version.
struct LicenseGrant {
    string version;
    string license;
    bytes32 termsHash;
    string termsUri;
    uint64 until;
}
