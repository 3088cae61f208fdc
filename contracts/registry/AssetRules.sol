// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Cap, Contributor, Holder, Policy, Release, Source} from "./AssetTypes.sol";

/// The rules of what the registry takes: those of the ledger's events, and bounds for every text and list.
library AssetRules {
    /// Shares are parts per billion.
    uint32 internal constant WHOLE = 1_000_000_000;
    uint64 internal constant UNITS_MAX = 10 ** 15;
    uint256 internal constant TEXT_BYTES_MAX = 1_024;
    uint256 internal constant HOLDERS_MAX = 64;
    uint256 internal constant LIST_MAX = 256;
    uint256 internal constant SOURCES_MAX = 32;
    uint256 internal constant CAPS_MAX = 8;
    /// A currency has at most 24 decimals, and an amount 12 more.
    uint8 internal constant CAP_DECIMALS_MAX = 36;
    /// Years 2000 to 2100, in seconds since 1970.
    uint64 internal constant TIME_MIN = 946_684_800;
    uint64 internal constant TIME_END = 4_133_980_800;

    error AssetMalformed(string asset);
    error VersionMalformed(string version);
    error AccountMalformed(string account);
    error CurrencyMalformed(string currency);
    error TextTooLong(uint256 length);
    error CountOutOfRange(uint256 count, uint256 min, uint256 max);
    error PayeeZero();
    error PayeesNotAscending(uint256 index);
    error ShareOutOfRange(uint256 share);
    error SharesNotWhole(uint256 total);
    error UnitsOutOfRange(uint256 units);
    error TimeOutOfRange(uint256 time);
    error NotMidnight(uint256 time);
    error ContributorsWithoutShare();
    error SourceTwice(string asset, string version);
    error CapsOfAbsolute(string asset);
    error CapTwice(string currency);
    error CapOutOfRange(string currency);

    // `kind:path`, kind one of dataset, model, agent, tool; path 1 to 255 letters, digits and ._-+/@.
    function checkAsset(string calldata asset) internal pure {
        bytes calldata text = bytes(asset);
        uint256 path = _pathOf(text);
        if (path == 0 || text.length == path || text.length - path > 255) revert AssetMalformed(asset);
        for (uint256 index = path; index < text.length; ++index) {
            if (!_isNameByte(text[index]) && text[index] != "+" && text[index] != "/" && text[index] != "@") {
                revert AssetMalformed(asset);
            }
        }
    }

    // 1 to 64 letters, digits and ._-+@.
    function checkVersion(string calldata version) internal pure {
        bytes calldata text = bytes(version);
        if (text.length == 0 || text.length > 64) revert VersionMalformed(version);
        for (uint256 index; index < text.length; ++index) {
            if (!_isNameByte(text[index]) && text[index] != "+" && text[index] != "@") {
                revert VersionMalformed(version);
            }
        }
    }

    /// `namespace:reference:address`; the ledger checks the rest.
    function checkAccount(string calldata account) internal pure {
        bytes calldata text = bytes(account);
        if (text.length < 7 || text.length > 170) revert AccountMalformed(account);
        uint256 colons;
        for (uint256 index; index < text.length; ++index) {
            if (text[index] == ":") ++colons;
            else if (!_isNameByte(text[index]) && text[index] != "%") revert AccountMalformed(account);
        }
        if (colons != 2) revert AccountMalformed(account);
    }

    function checkText(string calldata text) internal pure {
        if (bytes(text).length > TEXT_BYTES_MAX) revert TextTooLong(bytes(text).length);
    }

    function checkCount(uint256 count, uint256 min, uint256 max) internal pure {
        if (count < min || count > max) revert CountOutOfRange(count, min, max);
    }

    function checkPayee(address payee) internal pure {
        if (payee == address(0)) revert PayeeZero();
    }

    function checkUnits(uint64 units) internal pure {
        if (units == 0 || units > UNITS_MAX) revert UnitsOutOfRange(units);
    }

    function checkTime(uint64 time) internal pure {
        if (time < TIME_MIN || time >= TIME_END) revert TimeOutOfRange(time);
    }

    /// Everything of a release that needs neither the asset nor its sources.
    function checkRelease(Release memory release) internal pure {
        checkTime(release.releasedAt);
        if (bytes(release.contentDigest).length > TEXT_BYTES_MAX) {
            revert TextTooLong(bytes(release.contentDigest).length);
        }
        checkCount(release.holders.length, 0, HOLDERS_MAX);
        checkCount(release.contributors.length, 0, LIST_MAX);
        checkCount(release.derivedFrom.length, 0, SOURCES_MAX);
        uint256 total = release.contributorShare;
        address last;
        for (uint256 index; index < release.holders.length; ++index) {
            Holder memory holder = release.holders[index];
            last = _ascending(last, holder.payee, index);
            _checkShare(holder.share);
            total += holder.share;
        }
        if (total != WHOLE) revert SharesNotWhole(total);
        if (release.contributors.length > 0 && release.contributorShare == 0) revert ContributorsWithoutShare();
        last = address(0);
        for (uint256 index; index < release.contributors.length; ++index) {
            Contributor memory contributor = release.contributors[index];
            last = _ascending(last, contributor.payee, index);
            checkUnits(contributor.units);
        }
    }

    /// `seen` has the ids of the sources before this one, and gets this one's.
    function checkSource(Source memory source, bytes32[] memory seen, uint256 index, bytes32 id) internal pure {
        for (uint256 other; other < index; ++other) {
            if (seen[other] == id) revert SourceTwice(source.asset, source.version);
        }
        seen[index] = id;
        _checkShare(source.share);
        if (source.until != 0) {
            checkTime(source.until);
            if (source.until % 1 days != 0) revert NotMidnight(source.until);
        }
        checkCount(source.caps.length, 0, CAPS_MAX);
        if (source.caps.length > 0 && source.policy == Policy.absolute) revert CapsOfAbsolute(source.asset);
        for (uint256 cap; cap < source.caps.length; ++cap) {
            _checkCap(source.caps, cap);
        }
    }

    function _checkCap(Cap[] memory caps, uint256 index) private pure {
        Cap memory cap = caps[index];
        bytes memory text = bytes(cap.currency);
        if (text.length == 0 || text.length > 32) revert CurrencyMalformed(cap.currency);
        for (uint256 place; place < text.length; ++place) {
            if (!_isNameByte(text[place])) revert CurrencyMalformed(cap.currency);
        }
        // As a number of ledger units an amount is below 2^160.
        if (cap.amount == 0 || cap.amount >= 1 << 160 || cap.decimals > CAP_DECIMALS_MAX) {
            revert CapOutOfRange(cap.currency);
        }
        for (uint256 other; other < index; ++other) {
            if (keccak256(bytes(caps[other].currency)) == keccak256(text)) revert CapTwice(cap.currency);
        }
    }

    function _checkShare(uint32 share) private pure {
        if (share == 0 || share > WHOLE) revert ShareOutOfRange(share);
    }

    function _ascending(address last, address payee, uint256 index) private pure returns (address) {
        checkPayee(payee);
        if (payee <= last) revert PayeesNotAscending(index);
        return payee;
    }

    /// Where the path begins: after the kind and its colon; 0 for another kind.
    function _pathOf(bytes calldata text) private pure returns (uint256) {
        if (_begins(text, "dataset:")) return 8;
        if (_begins(text, "model:") || _begins(text, "agent:")) return 6;
        return _begins(text, "tool:") ? 5 : 0;
    }

    function _begins(bytes calldata text, bytes memory prefix) private pure returns (bool) {
        return text.length >= prefix.length && keccak256(text[:prefix.length]) == keccak256(prefix);
    }

    /// Letters, digits and `._-`.
    function _isNameByte(bytes1 char) private pure returns (bool) {
        return (char >= "a" && char <= "z") || (char >= "A" && char <= "Z") || (char >= "0" && char <= "9")
            || char == "." || char == "_" || char == "-";
    }
}
