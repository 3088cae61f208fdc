// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {DistributorTypes} from "../../distributor/DistributorTypes.sol";
import {BlacklistingToken, RevertingToken, Token} from "../support/Tokens.sol";
import {Bomb} from "../support/Wallets.sol";
import {World} from "../support/World.sol";
import {Log, vm} from "../Vm.sol";

/// @notice What an account gets, from whom, to where, and what it does not get.
contract ClaimsTest is World {
    Token private gold;
    RevertingToken private silver;
    BlacklistingToken private dollar;
    address private alice = address(0xa11ce);
    address private bob = address(0xb0b);

    function setUp() public {
        newDistributor();
        (gold, silver, dollar) = (new Token(), new RevertingToken(), new BlacklistingToken());
    }

    function test_paysTheDifferenceOfCumulativeAmounts() public {
        uint256 first = publish(_leaves(10));
        claim(first, _leaves(10), 0);
        uint256 second = publish(_leaves(25));
        vm.recordLogs();
        claim(second, _leaves(25), 0);
        Log memory log = vm.getRecordedLogs()[0];
        assertEq(log.topics[0], keccak256("Claimed(address,address,uint256,uint256,bytes32)"), "topic");
        assertEq(log.topics[1], bytes32(uint256(uint160(alice))), "account");
        assertEq(log.topics[2], bytes32(uint256(uint160(address(gold)))), "token");
        assertEq(keccak256(log.data), keccak256(abi.encode(25, 15, rootOf(_leaves(25)))), "data");
        assertEq(gold.balanceOf(alice), 25, "paid");
        assertEq(distributor.claimed(alice, address(gold)), 25, "claimed");
        assertEq(distributor.claimedTotal(address(gold)), 25, "in all");
    }

    function test_anEqualOrLowerCumulativePaysNothing() public {
        uint256 first = publish(_leaves(10));
        uint256 second = publish(_leaves(25));
        claim(second, _leaves(25), 0);
        bytes memory refused = abi.encodeWithSelector(
            DistributorTypes.AlreadyClaimed.selector,
            alice,
            address(gold),
            25
        );
        bytes32[] memory proof = proofOf(_leaves(25), 0);
        vm.prank(alice);
        vm.expectRevert(refused);
        distributor.claim(second, address(gold), 25, proof);
        proof = proofOf(_leaves(10), 0);
        vm.prank(alice);
        vm.expectRevert(refused);
        distributor.claim(first, address(gold), 10, proof);
    }

    function test_refusesAnotherLeafThanTheTrees() public {
        uint256 index = publish(_leaves(10));
        bytes32[] memory proof = proofOf(_leaves(10), 0);
        vm.prank(alice);
        vm.expectRevert(DistributorTypes.InvalidProof.selector);
        distributor.claim(index, address(gold), 11, proof);
        vm.prank(bob);
        vm.expectRevert(DistributorTypes.InvalidProof.selector);
        distributor.claim(index, address(gold), 10, proof);
        vm.prank(alice);
        vm.expectRevert(DistributorTypes.InvalidProof.selector);
        distributor.claim(index, address(silver), 10, proof);
        vm.expectRevert(abi.encodeWithSelector(DistributorTypes.RootNotActive.selector, 0));
        distributor.claim(0, address(gold), 10, proof);
        vm.expectRevert(abi.encodeWithSelector(DistributorTypes.RootNotActive.selector, 9));
        distributor.claim(9, address(gold), 10, proof);
    }

    /// A root of a stolen key may say what it likes; what was declared for it stays the limit.
    function test_aLeafAboveTheDeclaredTotalIsNotPaid() public {
        Leaf[] memory leaves = _leaves(10);
        leaves[0].cumulative = type(uint256).max;
        (address[] memory tokens, ) = sums(_leaves(10));
        (, uint256[] memory totals) = sums(_leaves(10));
        vm.prank(publisher);
        uint256 index = distributor.submitRoot(rootOf(leaves), 0, tokens, totals);
        _fundAll(1000);
        activate(index);
        uint256 declared = distributor.totalOf(index, address(gold));
        bytes32[] memory proof = proofOf(leaves, 0);
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(
                DistributorTypes.ExceedsDeclared.selector,
                address(gold),
                type(uint256).max,
                declared
            )
        );
        distributor.claim(index, address(gold), type(uint256).max, proof);
    }

    /// Money that waits for a later root is out of reach of all roots that are active, however many are wrong.
    function test_wrongRootsTogetherStayWithinTheHighestTotal() public {
        publish(_leaves(10));
        fund(gold, 1000);
        uint256 total = distributor.totalOf(1, address(gold));
        Leaf[] memory leaves = _leaves(10);
        for (uint256 i = 1; i <= 3; i++) {
            leaves[0] = Leaf(stranger, address(gold), total * i);
            (address[] memory tokens, ) = sums(_leaves(10));
            (, uint256[] memory totals) = sums(_leaves(10));
            vm.prank(publisher);
            uint256 index = distributor.submitRoot(rootOf(leaves), 0, tokens, totals);
            activate(index);
            assertTrue(tryClaim(index, leaves, 0) == (i == 1), "only the first is within the total");
        }
        assertEq(gold.balanceOf(stranger), total, "stolen");
        assertEq(distributor.claimedTotal(address(gold)), total, "claimed");
    }

    function test_aRootDisabledBetweenProofAndClaimPaysNothing() public {
        uint256 index = publish(_leaves(10));
        bytes32[] memory proof = proofOf(_leaves(10), 0);
        vm.prank(guardian);
        distributor.disable(index);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(DistributorTypes.RootNotActive.selector, index));
        distributor.claim(index, address(gold), 10, proof);
    }

    function test_anyoneClaimsForAnAccountToTheAccount() public {
        uint256 index = publish(_leaves(10));
        _claimMany(stranger, index, _leaves(10), alice);
        assertEq(gold.balanceOf(alice), 10, "gold");
        assertEq(silver.balanceOf(alice), 20, "silver");
        assertEq(dollar.balanceOf(alice), 30, "dollar");
    }

    /// A Safe whose code is not on this chain yet: the money waits at its address, or it opts out beforehand elsewhere.
    function test_anAccountWithoutCodeIsPaidLikeAnyOther() public {
        Leaf[] memory leaves = new Leaf[](1);
        leaves[0] = Leaf(address(uint160(uint256(keccak256("safe")))), address(gold), 7);
        uint256 index = publish(leaves);
        _claimMany(stranger, index, leaves, leaves[0].account);
        assertEq(gold.balanceOf(leaves[0].account), 7, "paid");
    }

    function test_anAccountThatOptedOutIsLeftAlone() public {
        uint256 index = publish(_leaves(10));
        vm.prank(alice);
        distributor.setOptOut(true);
        (address[] memory tokens, uint256[] memory cumulatives, bytes32[][] memory proofs) = many(
            _leaves(10),
            alice
        );
        bytes memory refused = abi.encodeWithSelector(DistributorTypes.AccountOptedOut.selector, alice);
        vm.startPrank(stranger);
        vm.expectRevert(refused);
        distributor.claim(index, alice, tokens, cumulatives, proofs);
        vm.expectRevert(refused);
        distributor.claimStrict(index, alice, tokens, cumulatives, proofs);
        vm.stopPrank();
        _claimMany(alice, index, _leaves(10), alice);
        assertEq(gold.balanceOf(alice), 10, "by itself");
        assertTrue(distributor.optedOut(alice), "opted out");
        vm.prank(alice);
        distributor.setOptOut(false);
        assertTrue(!distributor.optedOut(alice), "back");
    }

    function test_recipientsOfATokenAndOfAll() public {
        uint256 index = publish(_leaves(10));
        vm.startPrank(alice);
        distributor.setRecipient(address(0), address(0xa1));
        distributor.setRecipient(address(silver), address(0xa2));
        vm.stopPrank();
        _claimMany(stranger, index, _leaves(10), alice);
        assertEq(gold.balanceOf(address(0xa1)), 10, "gold");
        assertEq(silver.balanceOf(address(0xa2)), 20, "silver");
        assertEq(dollar.balanceOf(address(0xa1)), 30, "dollar");
        vm.startPrank(alice);
        distributor.setRecipient(address(silver), address(0));
        assertEq(distributor.recipientOf(alice, address(silver)), address(0xa1), "that of all");
        distributor.setRecipient(address(0), address(0));
        assertEq(distributor.recipientOf(alice, address(silver)), alice, "itself");
        vm.expectRevert(
            abi.encodeWithSelector(DistributorTypes.InvalidRecipient.selector, address(distributor))
        );
        distributor.setRecipient(address(0), address(distributor));
    }

    /// A blacklisted account has a way out: a recipient of its own.
    function test_aBlacklistedAccountNamesAnotherRecipient() public {
        uint256 index = publish(_leaves(10));
        dollar.setRefused(alice, true);
        assertTrue(!tryClaim(index, _leaves(10), 2), "refused");
        vm.prank(alice);
        distributor.setRecipient(address(dollar), address(0xa3));
        claim(index, _leaves(10), 2);
        assertEq(dollar.balanceOf(address(0xa3)), 30, "paid");
    }

    function test_aTokenThatFailsRollsBackAlone() public {
        uint256 index = publish(_leaves(10));
        silver.setHalted(true);
        dollar.setRefused(alice, true);
        vm.recordLogs();
        _claimMany(stranger, index, _leaves(10), alice);
        assertEq(gold.balanceOf(alice), 10, "gold is paid");
        assertEq(distributor.claimed(alice, address(silver)), 0, "silver is not booked");
        assertEq(distributor.claimedTotal(address(silver)), 0, "nor in all");
        assertEq(distributor.claimedUnder(index, address(dollar)), 0, "nor under the root");
        Log[] memory logs = vm.getRecordedLogs();
        uint256 failed = 0;
        for (uint256 i = 0; i < logs.length; i++) {
            if (logs[i].topics[0] != keccak256("ClaimFailed(address,address,bytes)")) continue;
            assertEq(logs[i].topics[1], bytes32(uint256(uint160(alice))), "account");
            bytes memory reason = abi.decode(logs[i].data, (bytes));
            if (failed++ == 0)
                assertEq(
                    keccak256(reason),
                    keccak256(abi.encodePacked(RevertingToken.Halted.selector)),
                    "reason"
                );
        }
        assertEq(failed, 2, "failures reported");
        silver.setHalted(false);
        dollar.setRefused(alice, false);
        _claimMany(stranger, index, _leaves(10), alice);
        assertEq(silver.balanceOf(alice), 20, "silver later");
        assertEq(gold.balanceOf(alice), 10, "gold once");
    }

    /// Another's claim of one token just before breaks nothing: what was claimed is skipped.
    function test_anEqualCumulativeIsSkipped() public {
        uint256 index = publish(_leaves(10));
        claim(index, _leaves(10), 1);
        vm.recordLogs();
        _claimMany(stranger, index, _leaves(10), alice);
        Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 4, "two claims and two transfers, no failure");
        assertEq(dollar.balanceOf(alice), 30, "the others are paid");
    }

    function test_aWrongProofOfOneTokenFailsAlone() public {
        uint256 index = publish(_leaves(10));
        (address[] memory tokens, uint256[] memory cumulatives, bytes32[][] memory proofs) = many(
            _leaves(10),
            alice
        );
        cumulatives[1] = 21;
        distributor.claim(index, alice, tokens, cumulatives, proofs);
        assertEq(gold.balanceOf(alice), 10, "gold");
        assertEq(silver.balanceOf(alice), 0, "silver");
        assertEq(dollar.balanceOf(alice), 30, "dollar");
    }

    function test_theStrictClaimPaysAllOrReverts() public {
        uint256 index = publish(_leaves(10));
        (address[] memory tokens, uint256[] memory cumulatives, bytes32[][] memory proofs) = many(
            _leaves(10),
            alice
        );
        silver.setHalted(true);
        vm.expectRevert(RevertingToken.Halted.selector);
        distributor.claimStrict(index, alice, tokens, cumulatives, proofs);
        assertEq(gold.balanceOf(alice), 0, "nothing");
        silver.setHalted(false);
        distributor.claimStrict(index, alice, tokens, cumulatives, proofs);
        assertEq(silver.balanceOf(alice), 20, "all");
        vm.expectRevert(
            abi.encodeWithSelector(DistributorTypes.AlreadyClaimed.selector, alice, address(gold), 10)
        );
        distributor.claimStrict(index, alice, tokens, cumulatives, proofs);
    }

    function test_refusesListsOfDifferentLengthsAndRootsThatAreNotActive() public {
        uint256 index = publish(_leaves(10));
        (address[] memory tokens, uint256[] memory cumulatives, bytes32[][] memory proofs) = many(
            _leaves(10),
            alice
        );
        vm.expectRevert(DistributorTypes.LengthsDiffer.selector);
        distributor.claim(index, alice, tokens, new uint256[](2), proofs);
        vm.expectRevert(DistributorTypes.LengthsDiffer.selector);
        distributor.claimStrict(index, alice, tokens, cumulatives, new bytes32[][](2));
        vm.expectRevert(abi.encodeWithSelector(DistributorTypes.RootNotActive.selector, 8));
        distributor.claim(8, alice, tokens, cumulatives, proofs);
    }

    function test_onlyTheContractCallsItself() public {
        uint256 index = publish(_leaves(10));
        bytes32[] memory proof = proofOf(_leaves(10), 0);
        vm.prank(alice);
        vm.expectRevert(DistributorTypes.OnlySelf.selector);
        distributor.claimAlone(index, alice, address(gold), 10, proof);
    }

    function test_rescuesOnlyWhatNobodyIsOwed() public {
        uint256 index = publish(_leaves(10));
        gold.mint(address(distributor), 8);
        assertEq(distributor.surplus(address(gold)), 8, "surplus");
        claim(index, _leaves(10), 0);
        assertEq(distributor.surplus(address(gold)), 8, "a claim changes nothing");
        // A pending root is owed too.
        submit(_leaves(13));
        assertEq(distributor.surplus(address(gold)), 2, "what no root needs");
        vm.startPrank(owner);
        vm.expectRevert(
            abi.encodeWithSelector(DistributorTypes.ExceedsSurplus.selector, address(gold), 2)
        );
        distributor.rescue(address(gold), owner, 3);
        distributor.rescue(address(gold), owner, 2);
        vm.expectRevert(
            abi.encodeWithSelector(DistributorTypes.ExceedsSurplus.selector, address(silver), 0)
        );
        distributor.rescue(address(silver), owner, 1);
        assertEq(gold.balanceOf(owner), 2, "rescued");
    }

    function test_rescuesCoinsThatCameByForce() public {
        vm.deal(address(this), 3);
        (bool success, ) = address(distributor).call{value: 1}("");
        assertTrue(!success, "the contract takes no coins");
        new Bomb{value: 3}(payable(address(distributor)));
        assertEq(distributor.surplus(address(0)), 3, "surplus");
        vm.prank(owner);
        distributor.rescue(address(0), stranger, 3);
        assertEq(stranger.balance, 3, "rescued");
    }

    // Root and proof by StandardMerkleTree of @openzeppelin/merkle-tree 1.0.8, of the accounts 1, 2 and 3 with 1000, 2000 and
    // 3000 of the token 0xc0de.
    function test_paysByATreeOfOpenZeppelins() public {
        Token token = Token(address(0xc0de));
        vm.etch(address(token), address(gold).code);
        (address[] memory tokens, uint256[] memory amounts) = (new address[](1), new uint256[](1));
        (tokens[0], amounts[0]) = (address(token), 6000);
        vm.prank(publisher);
        uint256 index = distributor.submitRoot(
            0xbff2cd6bcdcc206fc68679623eb4fc6a255dd9c0544d40a9a451a2d97e5cdb14,
            0,
            tokens,
            amounts
        );
        fund(token, 6000);
        activate(index);
        bytes32[][] memory proofs = new bytes32[][](1);
        proofs[0] = new bytes32[](2);
        proofs[0][0] = 0x49245aa3d7fce218834f4f3fd446726154e8a0eff65a9a681d8918a028d482fc;
        proofs[0][1] = 0x882cda4fe254aaaa346dcaee105818ca06e9a8716c2a2adf7352241958640d62;
        amounts[0] = 2000;
        distributor.claimStrict(index, address(2), tokens, amounts, proofs);
        assertEq(token.balanceOf(address(2)), 2000, "paid");
    }

    function testFuzz_everyLeafIsPaidOnceAndNoOther(uint256 seed, uint8 size) public {
        uint256 count = within(size, 1, 12);
        Leaf[] memory leaves = new Leaf[](count);
        for (uint256 i = 0; i < count; i++) {
            uint256 amount = within(uint256(keccak256(abi.encode(seed, i))), 1, 1e24);
            leaves[i] = Leaf(address(uint160(0x1000 + i)), address(gold), amount);
        }
        uint256 index = publish(leaves);
        for (uint256 i = 0; i < count; i++) {
            Leaf[] memory other = _copy(leaves);
            other[i].cumulative += within(seed, 1, 1e24);
            bytes32[] memory proof = proofOf(leaves, i);
            vm.prank(leaves[i].account);
            vm.expectRevert(DistributorTypes.InvalidProof.selector);
            distributor.claim(index, address(gold), other[i].cumulative, proof);
            claim(index, leaves, i);
            assertTrue(!tryClaim(index, leaves, i), "twice");
            assertEq(gold.balanceOf(leaves[i].account), leaves[i].cumulative, "paid");
        }
        assertEq(gold.balanceOf(address(distributor)), 0, "the rest");
    }

    /// Whatever the order in which roots are named, an account ends at its highest cumulative amount.
    function testFuzz_theOrderOfRootsDoesNotMatter(uint8[12] memory order, uint64[4] memory growth) public {
        uint256[] memory cumulatives = new uint256[](4);
        uint256 sum = 1;
        for (uint256 i = 0; i < 4; i++) {
            sum += uint256(growth[i]) + 1;
            cumulatives[i] = sum;
            publish(_leaves(sum));
        }
        uint256 highest = 0;
        for (uint256 i = 0; i < order.length; i++) {
            uint256 which = order[i] % 4;
            bool paid = tryClaim(which + 1, _leaves(cumulatives[which]), 0);
            assertTrue(paid == (cumulatives[which] > highest), "pays when it is above");
            if (cumulatives[which] > highest) highest = cumulatives[which];
            assertEq(gold.balanceOf(alice), highest, "the highest that was named");
        }
    }

    function _claimMany(address by, uint256 index, Leaf[] memory leaves, address account) private {
        (address[] memory tokens, uint256[] memory cumulatives, bytes32[][] memory proofs) = many(
            leaves,
            account
        );
        vm.prank(by);
        distributor.claim(index, account, tokens, cumulatives, proofs);
    }

    function _fundAll(uint256 amount) private {
        fund(gold, amount);
        fund(silver, amount);
        fund(dollar, amount);
    }

    function _copy(Leaf[] memory leaves) private pure returns (Leaf[] memory) {
        return abi.decode(abi.encode(leaves), (Leaf[]));
    }

    function _leaves(uint256 amount) private view returns (Leaf[] memory leaves) {
        leaves = new Leaf[](4);
        leaves[0] = Leaf(alice, address(gold), amount);
        leaves[1] = Leaf(alice, address(silver), 2 * amount);
        leaves[2] = Leaf(alice, address(dollar), 3 * amount);
        leaves[3] = Leaf(bob, address(gold), amount);
    }
}
