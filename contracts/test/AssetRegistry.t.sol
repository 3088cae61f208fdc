// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {AssetRegistry} from "../AssetRegistry.sol";
import {AssetRules} from "../registry/AssetRules.sol";
import {
    Attestation,
    Cap,
    Contributor,
    Holder,
    LicenseGrant,
    Policy,
    Relation,
    Release,
    Source
} from "../registry/AssetTypes.sol";
import {Test} from "./Test.sol";
import {vm} from "./Vm.sol";

contract AssetRegistryTest is Test {
    address constant owner = address(0xA1);
    address constant other = address(0xB2);
    address constant third = address(0xC3);
    uint64 constant midnight = 1_893_456_000;

    event AssetTransferred(uint256 indexed assetId, address indexed from, address indexed to, string asset);
    event VersionReleased(
        uint256 indexed assetId, bytes32 indexed versionId, address indexed owner, string asset, Release release
    );

    AssetRegistry registry;
    uint256 corpus;

    function setUp() public {
        vm.warp(1_800_000_000);
        registry = new AssetRegistry(address(this), true);
        corpus = registry.registerAsset("dataset:acme/corpus", owner, "Corpus", "cc-by-4.0", "ipfs://corpus");
    }

    // ---- assets ----

    function test_anAssetIsTheTokenOfTheHashOfItsId() public view {
        assertEq(corpus, uint256(keccak256("dataset:acme/corpus")), "number");
        assertEq(registry.ownerOf(corpus), owner, "owner");
        assertText(registry.assetOf(corpus), "dataset:acme/corpus");
        assertText(registry.tokenURI(corpus), "ipfs://corpus");
    }

    function test_anAssetIsRegisteredOnce() public {
        vm.expectRevert(abi.encodeWithSelector(AssetRegistry.AssetExists.selector, "dataset:acme/corpus"));
        registry.registerAsset("dataset:acme/corpus", other, "", "", "");
    }

    function test_idsOfOtherFormsAreRefused() public {
        string[9] memory wrong = [
            "",
            "dataset:",
            "dataset",
            "Dataset:acme",
            "weights:acme",
            "model:acme corpus",
            unicode"model:acmé",
            "agent:a:b",
            "tool"
        ];
        for (uint256 index; index < wrong.length; ++index) {
            vm.expectRevert(abi.encodeWithSelector(AssetRules.AssetMalformed.selector, wrong[index]));
            registry.registerAsset(wrong[index], owner, "", "", "");
        }
        string memory long = string.concat("tool:", repeated("a", 255));
        registry.registerAsset(long, owner, "", "", "");
        long = string.concat("model:", repeated("a", 256));
        vm.expectRevert(abi.encodeWithSelector(AssetRules.AssetMalformed.selector, long));
        registry.registerAsset(long, owner, "", "", "");
        registry.registerAsset("agent:A-z_0.9+x/y@z", owner, "", "", "");
    }

    function test_textsAreBounded() public {
        vm.expectRevert(abi.encodeWithSelector(AssetRules.TextTooLong.selector, 1025));
        registry.registerAsset("model:a", owner, repeated("n", 1025), "", "");
        registry.registerAsset("model:a", owner, repeated("n", 1024), "", "");
    }

    function test_onlyRegistrarsRegisterInAClosedRegistry() public {
        registry.setOpen(false);
        vm.prank(other);
        vm.expectRevert(abi.encodeWithSelector(AssetRegistry.NotRegistrar.selector, other));
        registry.registerAsset("model:a", other, "", "", "");
        registry.setRegistrar(other, true);
        vm.prank(other);
        registry.registerAsset("model:a", other, "", "", "");
        vm.prank(other);
        vm.expectRevert(abi.encodeWithSignature("OwnableUnauthorizedAccount(address)", other));
        registry.setOpen(true);
    }

    function test_aTransferNamesTheAsset() public {
        vm.expectEmit(address(registry));
        emit AssetTransferred(corpus, owner, other, "dataset:acme/corpus");
        vm.prank(owner);
        registry.transferFrom(owner, other, corpus);
        assertEq(registry.ownerOf(corpus), other, "owner");
    }

    // ---- versions ----

    function test_withoutHoldersTheOwnerHoldsAll() public {
        Release memory release = plain("1");
        Release memory shown = plain("1");
        shown.releasedAt = 1_800_000_000;
        shown.holders = new Holder[](1);
        shown.holders[0] = Holder(owner, 1_000_000_000);
        vm.expectEmit(address(registry));
        emit VersionReleased(corpus, registry.versionIdOf(corpus, "1"), owner, "dataset:acme/corpus", shown);
        vm.prank(owner);
        registry.releaseVersion(corpus, release);
        assertEq(registry.versionCount(corpus), 1, "count");
        assertEq(registry.versionOf(registry.versionIdAt(corpus, 0)).releasedAt, 1_800_000_000, "time");
    }

    function test_theNewOwnerHoldsAllOfWhatIsReleasedAfterATransfer() public {
        vm.prank(owner);
        registry.transferFrom(owner, other, corpus);
        vm.prank(owner);
        vm.expectRevert(abi.encodeWithSelector(AssetRegistry.NotAssetOwner.selector, corpus, owner));
        registry.releaseVersion(corpus, plain("1"));
        Release memory shown = plain("1");
        shown.releasedAt = 1_800_000_000;
        shown.holders = new Holder[](1);
        shown.holders[0] = Holder(other, 1_000_000_000);
        vm.expectEmit(address(registry));
        emit VersionReleased(corpus, registry.versionIdOf(corpus, "1"), other, "dataset:acme/corpus", shown);
        vm.prank(other);
        registry.releaseVersion(corpus, plain("1"));
    }

    function test_aVersionIsImmutable() public {
        releaseAs(owner, corpus, plain("1"));
        Release memory again = plain("1");
        again.releasedAt = 1_700_000_000;
        vm.prank(owner);
        vm.expectRevert(abi.encodeWithSelector(AssetRegistry.VersionExists.selector, "dataset:acme/corpus", "1"));
        registry.releaseVersion(corpus, again);
    }

    function test_sharesAddUpToOne() public {
        Release memory release = plain("1");
        release.holders = new Holder[](2);
        release.holders[0] = Holder(owner, 600_000_000);
        release.holders[1] = Holder(other, 300_000_000);
        refused(corpus, release, abi.encodeWithSelector(AssetRules.SharesNotWhole.selector, 900_000_000));
        release.contributorShare = 100_000_000;
        refused(corpus, release, abi.encodeWithSelector(AssetRegistry.NoContributors.selector, "dataset:acme/corpus"));
        release.contributors = new Contributor[](1);
        release.contributors[0] = Contributor(third, 7);
        releaseAs(owner, corpus, release);
    }

    function test_aPayeeIsOnceInAList() public {
        Release memory release = plain("1");
        release.holders = new Holder[](2);
        release.holders[0] = Holder(owner, 500_000_000);
        release.holders[1] = Holder(owner, 500_000_000);
        refused(corpus, release, abi.encodeWithSelector(AssetRules.PayeesNotAscending.selector, 1));
        release.holders[0].payee = address(0);
        refused(corpus, release, abi.encodeWithSelector(AssetRules.PayeeZero.selector));
    }

    function test_contributionsStandForContributorsThatAReleaseDoesNotList() public {
        Release memory release = plain("1");
        release.contributorShare = 1_000_000_000;
        refused(corpus, release, abi.encodeWithSelector(AssetRegistry.NoContributors.selector, "dataset:acme/corpus"));
        attestAs(owner, Attestation(bytes32(uint256(1)), other, 5));
        releaseAs(owner, corpus, release);
        release.version = "2";
        release.contributorShare = 0;
        release.holders = new Holder[](1);
        release.holders[0] = Holder(owner, 1_000_000_000);
        release.contributors = new Contributor[](1);
        release.contributors[0] = Contributor(other, 1);
        refused(corpus, release, abi.encodeWithSelector(AssetRules.ContributorsWithoutShare.selector));
    }

    function test_sourcesAreReleasedAndNamedOnce() public {
        uint256 model = registry.registerAsset("model:acme/m", owner, "", "", "");
        Release memory release = derived("1", source("dataset:acme/corpus", Policy.relative, 1));
        refused(
            model, release, abi.encodeWithSelector(AssetRegistry.VersionUnknown.selector, "dataset:acme/corpus", "1")
        );
        releaseAs(owner, corpus, plain("1"));
        Source[] memory twice = new Source[](2);
        twice[0] = twice[1] = release.derivedFrom[0];
        release.derivedFrom = twice;
        refused(model, release, abi.encodeWithSelector(AssetRules.SourceTwice.selector, "dataset:acme/corpus", "1"));
        releaseAs(owner, model, derived("1", source("dataset:acme/corpus", Policy.relative, 1)));
    }

    function test_sourcesTakeAtMostAll() public {
        releaseAs(owner, corpus, plain("1"));
        uint256 model = registry.registerAsset("model:acme/m", owner, "", "", "");
        releaseAs(owner, model, derived("1", source("dataset:acme/corpus", Policy.absolute, 400_000_000)));
        assertEq(registry.versionOf(registry.versionIdOf(model, "1")).stack, 400_000_000, "stack");
        uint256 tuned = registry.registerAsset("model:acme/t", owner, "", "", "");
        // The source's own absolute sources are paid from the derived version's base too.
        refused(
            tuned,
            derived("1", source("model:acme/m", Policy.absolute, 600_000_001)),
            abi.encodeWithSelector(AssetRegistry.SharesAboveOne.selector, 1_000_000_001)
        );
        releaseAs(owner, tuned, derived("1", source("model:acme/m", Policy.absolute, 600_000_000)));
        assertEq(registry.versionOf(registry.versionIdOf(tuned, "1")).stack, 1_000_000_000, "stack");
        // A relative source pays its own sources out of what it gets.
        uint256 agent = registry.registerAsset("agent:acme/a", owner, "", "", "");
        releaseAs(owner, agent, derived("1", source("model:acme/t", Policy.relative, 1_000_000_000)));
        assertEq(registry.versionOf(registry.versionIdOf(agent, "1")).stack, 0, "stack");
    }

    function test_edgesEndAtMidnight() public {
        releaseAs(owner, corpus, plain("1"));
        uint256 model = registry.registerAsset("model:acme/m", owner, "", "", "");
        Source memory edge = source("dataset:acme/corpus", Policy.relative, 1);
        edge.until = midnight + 1;
        refused(model, derived("1", edge), abi.encodeWithSelector(AssetRules.NotMidnight.selector, midnight + 1));
        edge.until = 86_400;
        refused(model, derived("1", edge), abi.encodeWithSelector(AssetRules.TimeOutOfRange.selector, 86_400));
        edge.until = midnight;
        releaseAs(owner, model, derived("1", edge));
    }

    function test_capsAreOfRelativeEdgesAndOncePerCurrency() public {
        releaseAs(owner, corpus, plain("1"));
        uint256 model = registry.registerAsset("model:acme/m", owner, "", "", "");
        Source memory edge = source("dataset:acme/corpus", Policy.absolute, 1);
        edge.caps = new Cap[](1);
        edge.caps[0] = Cap("USD", 5_000_000, 6);
        refused(
            model, derived("1", edge), abi.encodeWithSelector(AssetRules.CapsOfAbsolute.selector, "dataset:acme/corpus")
        );
        edge.policy = Policy.relative;
        edge.caps = new Cap[](2);
        edge.caps[0] = edge.caps[1] = Cap("USD", 5_000_000, 6);
        refused(model, derived("1", edge), abi.encodeWithSelector(AssetRules.CapTwice.selector, "USD"));
        edge.caps[1] = Cap("EUR", 0, 2);
        refused(model, derived("1", edge), abi.encodeWithSelector(AssetRules.CapOutOfRange.selector, "EUR"));
        edge.caps[1] = Cap("EUR", 1, 2);
        releaseAs(owner, model, derived("1", edge));
    }

    function test_listsAreBounded() public {
        Release memory release = plain("1");
        release.contributorShare = 1_000_000_000;
        release.contributors = new Contributor[](257);
        refused(corpus, release, abi.encodeWithSelector(AssetRules.CountOutOfRange.selector, 257, 0, 256));
        release = plain("1");
        release.holders = new Holder[](65);
        refused(corpus, release, abi.encodeWithSelector(AssetRules.CountOutOfRange.selector, 65, 0, 64));
        release = plain("1");
        release.derivedFrom = new Source[](33);
        refused(corpus, release, abi.encodeWithSelector(AssetRules.CountOutOfRange.selector, 33, 0, 32));
    }

    /// EIP-7825: a transaction has at most 2^24 gas.
    function test_theLargestReleaseAndAttestationFitInATransaction() public {
        Release memory release = plain(repeated("v", 64));
        release.contentDigest = repeated("d", 1024);
        release.holders = new Holder[](64);
        release.contributors = new Contributor[](256);
        release.derivedFrom = new Source[](32);
        release.contributorShare = 936;
        for (uint160 index; index < 256; ++index) {
            if (index < 64) release.holders[index] = Holder(address(index + 1), index == 0 ? 999_999_001 : 1);
            release.contributors[index] = Contributor(address(index + 1), 1e15);
            if (index >= 32) continue;
            string memory name = string.concat(
                "dataset:",
                repeated("a", 253),
                string(abi.encodePacked(bytes1(uint8(65 + index / 16)), bytes1(uint8(65 + index % 16))))
            );
            releaseAs(owner, registry.registerAsset(name, owner, "", "", ""), plain("1"));
            Source memory edge = source(name, Policy.relative, 1);
            edge.until = midnight;
            edge.caps = new Cap[](8);
            for (uint256 cap; cap < 8; ++cap) {
                edge.caps[cap] =
                    Cap(string.concat(repeated("C", 31), string(abi.encodePacked(bytes1(uint8(65 + cap))))), 1, 36);
            }
            release.derivedFrom[index] = edge;
        }
        uint256 before = gasleft();
        releaseAs(owner, corpus, release);
        assertAtMost(before - gasleft(), 2 ** 24, "release");
        Attestation[] memory works = new Attestation[](256);
        for (uint256 index; index < 256; ++index) {
            works[index] = Attestation(bytes32(index), third, 1);
        }
        before = gasleft();
        vm.prank(owner);
        registry.attest(corpus, works);
        assertAtMost(before - gasleft(), 2 ** 24, "attestation");
    }

    function testFuzz_onlyWholeSharesAreReleased(uint32 first, uint32 second, uint32 pool) public {
        Release memory release = plain("1");
        release.holders = new Holder[](2);
        release.holders[0] = Holder(owner, first);
        release.holders[1] = Holder(other, second);
        release.contributorShare = pool;
        release.contributors = new Contributor[](pool == 0 ? 0 : 1);
        if (pool > 0) release.contributors[0] = Contributor(third, 1);
        uint256 total = uint256(first) + second + pool;
        bool whole = total == 1_000_000_000 && first > 0 && second > 0;
        vm.prank(owner);
        try registry.releaseVersion(corpus, release) {
            assertTrue(whole, "released");
        } catch {
            assertTrue(!whole, "refused");
        }
    }

    function testFuzz_wholeSharesAreReleased(uint32 first) public {
        first = 1 + (first % 999_999_999);
        Release memory release = plain("1");
        release.holders = new Holder[](2);
        release.holders[0] = Holder(owner, first);
        release.holders[1] = Holder(other, 1_000_000_000 - first);
        releaseAs(owner, corpus, release);
    }

    // ---- contributions ----

    function test_workIsAttestedOnceByWhomTheOwnerNamed() public {
        Attestation memory work = Attestation(keccak256("labels 1-100"), third, 100);
        refusedAttestation(other, work, abi.encodeWithSelector(AssetRegistry.NotAttester.selector, corpus, other));
        vm.prank(owner);
        registry.setAttester(corpus, other, true);
        attestAs(other, work);
        assertEq(registry.contributionOf(corpus, work.workHash).units, 100, "units");
        assertEq(registry.contributionCount(corpus), 1, "count");
        refusedAttestation(other, work, abi.encodeWithSelector(AssetRegistry.WorkAttested.selector, work.workHash));
        // Another owner has not named this attester.
        vm.prank(owner);
        registry.transferFrom(owner, third, corpus);
        work.workHash = keccak256("labels 101-200");
        refusedAttestation(other, work, abi.encodeWithSelector(AssetRegistry.NotAttester.selector, corpus, other));
    }

    function test_attestationsAreOfUnitsAndPayees() public {
        Attestation memory work = Attestation(bytes32(uint256(1)), third, 0);
        refusedAttestation(owner, work, abi.encodeWithSelector(AssetRules.UnitsOutOfRange.selector, 0));
        work.units = 1e15 + 1;
        refusedAttestation(owner, work, abi.encodeWithSelector(AssetRules.UnitsOutOfRange.selector, 1e15 + 1));
        work.units = 1e15;
        work.payee = address(0);
        refusedAttestation(owner, work, abi.encodeWithSelector(AssetRules.PayeeZero.selector));
        vm.prank(owner);
        vm.expectRevert(abi.encodeWithSelector(AssetRules.CountOutOfRange.selector, 0, 1, 256));
        registry.attest(corpus, new Attestation[](0));
    }

    // ---- licences and payees ----

    function test_licencesAreGrantedByTheOwner() public {
        LicenseGrant memory grant = LicenseGrant("", "commercial-remix", keccak256("terms"), "ipfs://terms", midnight);
        vm.prank(other);
        vm.expectRevert(abi.encodeWithSelector(AssetRegistry.NotAssetOwner.selector, corpus, other));
        registry.grantLicense(corpus, third, grant);
        vm.prank(owner);
        assertEq(registry.grantLicense(corpus, third, grant), 1, "count");
        grant.version = "9";
        vm.prank(owner);
        vm.expectRevert(abi.encodeWithSelector(AssetRegistry.VersionUnknown.selector, "dataset:acme/corpus", "9"));
        registry.grantLicense(corpus, third, grant);
    }

    function test_accountsHaveTheFormOfCaip10() public {
        registry.bindAccount("cosmos:sahara-test-1:sah1k9hwzxs889jpvd7env8z49gad3a3633v");
        string[4] memory wrong = ["", "eip155:1", "eip155:1:0x1:2", "eip155:1:0x 1"];
        for (uint256 index; index < wrong.length; ++index) {
            vm.expectRevert(abi.encodeWithSelector(AssetRules.AccountMalformed.selector, wrong[index]));
            registry.bindAccount(wrong[index]);
        }
        registry.registerPayee("Annotators of Acme");
    }

    // ---- helpers ----

    function plain(string memory version) private pure returns (Release memory release) {
        release.version = version;
    }

    function source(string memory asset, Policy policy, uint32 share) private pure returns (Source memory) {
        return Source(asset, "1", Relation.trainedOn, policy, share, 0, new Cap[](0));
    }

    function derived(string memory version, Source memory edge) private pure returns (Release memory release) {
        release.version = version;
        release.derivedFrom = new Source[](1);
        release.derivedFrom[0] = edge;
    }

    function releaseAs(address account, uint256 assetId, Release memory release) private {
        vm.prank(account);
        registry.releaseVersion(assetId, release);
    }

    function refused(uint256 assetId, Release memory release, bytes memory reason) private {
        vm.prank(owner);
        vm.expectRevert(reason);
        registry.releaseVersion(assetId, release);
    }

    function attestAs(address account, Attestation memory work) private {
        Attestation[] memory list = new Attestation[](1);
        list[0] = work;
        vm.prank(account);
        registry.attest(corpus, list);
    }

    function refusedAttestation(address account, Attestation memory work, bytes memory reason) private {
        Attestation[] memory list = new Attestation[](1);
        list[0] = work;
        vm.prank(account);
        vm.expectRevert(reason);
        registry.attest(corpus, list);
    }

    function repeated(string memory letter, uint256 count) private pure returns (string memory text) {
        bytes memory bytes_ = new bytes(count);
        for (uint256 index; index < count; ++index) {
            bytes_[index] = bytes(letter)[0];
        }
        return string(bytes_);
    }

    function assertText(string memory actual, string memory expected) private pure {
        assertTrue(keccak256(bytes(actual)) == keccak256(bytes(expected)), actual);
    }
}
