// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

import {AssetRules} from "./registry/AssetRules.sol";
import {
    Attestation,
    Contribution,
    Holder,
    LicenseGrant,
    Policy,
    Release,
    Source,
    Version
} from "./registry/AssetTypes.sol";

/**
 * @title The registry of assets, their versions and their terms.
 * @notice An asset is an ERC-721 token; its number is the keccak-256 of its id (`kind:path`). A version is immutable: its
 * lineage and its terms are in the log of its release and nowhere else, so no later call can change them. Every event
 * carries the asset's id and all terms: a reader of the logs needs no call to the contract.
 *
 * The contract refuses what Headwater's ledger would refuse in a release (shares that are not whole, a stack above 1, a
 * source that is not released, a source twice), so that chain and ledger do not come apart.
 */
contract AssetRegistry is ERC721, Ownable2Step {
    using AssetRules for string;

    /// Anyone may register assets. Otherwise only those whom the admin named.
    bool public open;
    mapping(address account => bool) public isRegistrar;

    /// Numbers of licences, from 1.
    uint256 public licenseCount;

    mapping(uint256 assetId => string) private _names;
    mapping(uint256 assetId => string) private _metadataUris;
    mapping(uint256 assetId => bytes32[]) private _versionIds;
    mapping(bytes32 versionId => Version) private _versions;
    mapping(uint256 assetId => uint256) public contributionCount;
    mapping(uint256 assetId => mapping(bytes32 workHash => Contribution)) private _contributions;
    /// By owner: an asset that changes hands has no attester any more.
    mapping(uint256 assetId => mapping(address owner => mapping(address attester => bool))) private _attesters;

    event RegistrarSet(address indexed account, bool allowed);
    event OpenSet(bool isOpen);
    event AssetRegistered(
        uint256 indexed assetId, address indexed owner, string asset, string name, string license, string metadataUri
    );
    /// Beside ERC-721's `Transfer`, which has the number of the asset alone.
    event AssetTransferred(uint256 indexed assetId, address indexed from, address indexed to, string asset);
    /// `release` has its holders written out: with neither holders nor a contributor share given, the owner holds all.
    event VersionReleased(
        uint256 indexed assetId, bytes32 indexed versionId, address indexed owner, string asset, Release release
    );
    event ContributionsAttested(
        uint256 indexed assetId, address indexed attester, string asset, Attestation[] attestations
    );
    event AttesterSet(uint256 indexed assetId, address indexed attester, bool allowed);
    event LicenseGranted(
        uint256 indexed assetId, uint256 indexed licenseId, address indexed licensee, string asset, LicenseGrant grant
    );
    event PayeeRegistered(address indexed payee, string name);
    event PayeeBound(address indexed payee, string account);

    error NotRegistrar(address account);
    error NotAssetOwner(uint256 assetId, address account);
    error NotAttester(uint256 assetId, address account);
    error AssetExists(string asset);
    error VersionExists(string asset, string version);
    error VersionUnknown(string asset, string version);
    error NoContributors(string asset);
    error SharesAboveOne(uint256 total);
    error WorkAttested(bytes32 workHash);

    constructor(address admin, bool open_) ERC721("Headwater assets", "HWA") Ownable(admin) {
        open = open_;
        emit OpenSet(open_);
    }

    // ---- who may register ----

    function setOpen(bool open_) external onlyOwner {
        open = open_;
        emit OpenSet(open_);
    }

    function setRegistrar(address account, bool allowed) external onlyOwner {
        isRegistrar[account] = allowed;
        emit RegistrarSet(account, allowed);
    }

    // ---- assets ----

    /// The number of an asset, whether it is registered or not.
    function assetIdOf(string memory asset) public pure returns (uint256) {
        return uint256(keccak256(bytes(asset)));
    }

    function registerAsset(
        string calldata asset,
        address owner_,
        string calldata name_,
        string calldata license,
        string calldata metadataUri
    ) external returns (uint256 assetId) {
        if (!open && !isRegistrar[msg.sender]) revert NotRegistrar(msg.sender);
        asset.checkAsset();
        name_.checkText();
        license.checkText();
        metadataUri.checkText();
        assetId = assetIdOf(asset);
        if (_ownerOf(assetId) != address(0)) revert AssetExists(asset);
        _names[assetId] = asset;
        _metadataUris[assetId] = metadataUri;
        // No callback: a receiver that is a contract could register again from within.
        _mint(owner_, assetId);
        emit AssetRegistered(assetId, owner_, asset, name_, license, metadataUri);
    }

    /// The id of an asset. Reverts where there is none.
    function assetOf(uint256 assetId) public view returns (string memory) {
        _requireOwned(assetId);
        return _names[assetId];
    }

    function tokenURI(uint256 assetId) public view override returns (string memory) {
        _requireOwned(assetId);
        return _metadataUris[assetId];
    }

    // ---- versions ----

    function versionIdOf(uint256 assetId, string memory version) public pure returns (bytes32) {
        return keccak256(abi.encode(assetId, version));
    }

    function releaseVersion(uint256 assetId, Release calldata given) external returns (bytes32 versionId) {
        address assetOwner = _requireAssetOwner(assetId);
        string memory asset = _names[assetId];
        given.version.checkVersion();
        versionId = versionIdOf(assetId, given.version);
        if (_versions[versionId].releasedAt != 0) revert VersionExists(asset, given.version);
        Release memory release = given;
        if (release.releasedAt == 0) release.releasedAt = uint64(block.timestamp);
        if (release.holders.length == 0 && release.contributorShare == 0) {
            release.holders = new Holder[](1);
            release.holders[0] = Holder(assetOwner, AssetRules.WHOLE);
        }
        AssetRules.checkRelease(release);
        if (release.contributorShare > 0 && release.contributors.length == 0 && contributionCount[assetId] == 0) {
            revert NoContributors(asset);
        }
        uint32 stack = _promised(release.derivedFrom);
        _versions[versionId] = Version(release.releasedAt, stack);
        _versionIds[assetId].push(versionId);
        emit VersionReleased(assetId, versionId, assetOwner, asset, release);
    }

    function versionCount(uint256 assetId) external view returns (uint256) {
        return _versionIds[assetId].length;
    }

    function versionIdAt(uint256 assetId, uint256 index) external view returns (bytes32) {
        return _versionIds[assetId][index];
    }

    /// `releasedAt` is 0 where there is no such version.
    function versionOf(bytes32 versionId) external view returns (Version memory) {
        return _versions[versionId];
    }

    /// The stack of the absolute edges. Reverts where the sources would take more than there is.
    function _promised(Source[] memory sources) private view returns (uint32) {
        uint256 stack;
        uint256 relative;
        bytes32[] memory seen = new bytes32[](sources.length);
        for (uint256 index; index < sources.length; ++index) {
            Source memory source = sources[index];
            bytes32 id = versionIdOf(assetIdOf(source.asset), source.version);
            Version memory version = _versions[id];
            if (version.releasedAt == 0) revert VersionUnknown(source.asset, source.version);
            AssetRules.checkSource(source, seen, index, id);
            if (source.policy == Policy.absolute) stack += uint256(source.share) + version.stack;
            else relative += source.share;
        }
        if (stack + relative > AssetRules.WHOLE) revert SharesAboveOne(stack + relative);
        return uint32(stack);
    }

    // ---- contributions ----

    /// Lets an account attest contributions for the present owner of the asset.
    function setAttester(uint256 assetId, address attester, bool allowed) external {
        _attesters[assetId][_requireAssetOwner(assetId)][attester] = allowed;
        emit AttesterSet(assetId, attester, allowed);
    }

    function isAttester(uint256 assetId, address account) public view returns (bool) {
        address assetOwner = _requireOwned(assetId);
        return account == assetOwner || _attesters[assetId][assetOwner][account];
    }

    /// Records accepted work, each piece by its hash and once. An attestation has no owner and moves nowhere.
    function attest(uint256 assetId, Attestation[] calldata attestations) external {
        if (!isAttester(assetId, msg.sender)) revert NotAttester(assetId, msg.sender);
        AssetRules.checkCount(attestations.length, 1, AssetRules.LIST_MAX);
        for (uint256 index; index < attestations.length; ++index) {
            Attestation calldata each = attestations[index];
            AssetRules.checkPayee(each.payee);
            AssetRules.checkUnits(each.units);
            Contribution storage contribution = _contributions[assetId][each.workHash];
            if (contribution.units != 0) revert WorkAttested(each.workHash);
            contribution.payee = each.payee;
            contribution.units = each.units;
        }
        contributionCount[assetId] += attestations.length;
        emit ContributionsAttested(assetId, msg.sender, _names[assetId], attestations);
    }

    /// `units` is 0 where the work is not attested.
    function contributionOf(uint256 assetId, bytes32 workHash) external view returns (Contribution memory) {
        return _contributions[assetId][workHash];
    }

    // ---- licences ----

    /// Grants a licence under terms that never change: their hash is in the log. `until` 0: without an end.
    function grantLicense(uint256 assetId, address licensee, LicenseGrant calldata grant)
        external
        returns (uint256 licenseId)
    {
        _requireAssetOwner(assetId);
        AssetRules.checkPayee(licensee);
        grant.termsUri.checkText();
        grant.license.checkText();
        if (grant.until != 0) AssetRules.checkTime(grant.until);
        if (bytes(grant.version).length > 0) {
            if (_versions[versionIdOf(assetId, grant.version)].releasedAt == 0) {
                revert VersionUnknown(_names[assetId], grant.version);
            }
        }
        licenseId = ++licenseCount;
        emit LicenseGranted(assetId, licenseId, licensee, _names[assetId], grant);
    }

    // ---- payees ----

    /// Names the sender as a payee. Every account is a payee, named or not.
    function registerPayee(string calldata name_) external {
        name_.checkText();
        emit PayeeRegistered(msg.sender, name_);
    }

    /// Binds the sender's account on another chain, in the form of CAIP-10.
    function bindAccount(string calldata account) external {
        account.checkAccount();
        emit PayeeBound(msg.sender, account);
    }

    // ---- internal ----

    function _requireAssetOwner(uint256 assetId) private view returns (address assetOwner) {
        assetOwner = _requireOwned(assetId);
        if (msg.sender != assetOwner && !isApprovedForAll(assetOwner, msg.sender)) {
            revert NotAssetOwner(assetId, msg.sender);
        }
    }

    function _update(address to, uint256 assetId, address auth) internal override returns (address from) {
        from = super._update(to, assetId, auth);
        if (from != address(0) && from != to) emit AssetTransferred(assetId, from, to, _names[assetId]);
    }
}
