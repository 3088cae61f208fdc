// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {RoyaltyDistributor} from "../../RoyaltyDistributor.sol";
import {DistributorTypes} from "../../distributor/DistributorTypes.sol";
import {Roles} from "../../distributor/Roles.sol";
import {DeadToken, LyingToken, Token} from "../support/Tokens.sol";
import {World} from "../support/World.sol";
import {vm} from "../Vm.sol";

/// @notice Submission, window, order, funding, and what a guardian ends.
contract RootsTest is World {
    Token private gold;
    address private alice = address(0xa11ce);
    address private bob = address(0xb0b);

    function setUp() public {
        newDistributor();
        gold = new Token();
    }

    function test_aRootWaitsForItsWindow() public {
        uint256 index = submit(_leaves(60, 40));
        fund(gold, 100);
        (bytes32 root, bytes32 manifest, uint256 opens, DistributorTypes.Status status) = distributor.roots(index);
        assertEq(root, rootOf(_leaves(60, 40)), "root");
        assertEq(manifest, manifestOf(_leaves(60, 40)), "manifest");
        assertEq(opens, block.timestamp + WINDOW, "activatable at");
        assertTrue(status == DistributorTypes.Status.Pending, "pending");
        vm.warp(opens - 1);
        vm.expectRevert(abi.encodeWithSelector(DistributorTypes.WindowOpen.selector, opens));
        distributor.activate(index);
        assertTrue(!tryClaim(index, _leaves(60, 40), 0), "a claim against a pending root");
        vm.warp(opens);
        vm.prank(stranger);
        distributor.activate(index);
        assertEq(distributor.highestActive(), index, "highest");
        claim(index, _leaves(60, 40), 0);
        assertEq(gold.balanceOf(alice), 60, "paid");
    }

    function test_aWindowIsAYearAtMost() public {
        vm.expectRevert(abi.encodeWithSelector(DistributorTypes.WindowTooLong.selector, 365 days));
        new RoyaltyDistributor(owner, publisher, guardian, 1 << 64);
    }

    function test_aRootIsActiveOnlyWhenFunded() public {
        uint256 index = submit(_leaves(60, 40));
        fund(gold, 99);
        vm.warp(block.timestamp + WINDOW);
        assertEq(distributor.shortfall(index, address(gold)), 1, "shortfall");
        vm.expectRevert(abi.encodeWithSelector(DistributorTypes.Unfunded.selector, address(gold), 1));
        distributor.activate(index);
        // A bare transfer counts, as an agent's payment makes it.
        gold.mint(address(distributor), 1);
        distributor.activate(index);
    }

    function test_fundingCountsWhatWasClaimed() public {
        uint256 first = publish(_leaves(60, 40));
        claim(first, _leaves(60, 40), 0);
        assertEq(distributor.funded(address(gold)), 100, "funded");
        uint256 second = submit(_leaves(70, 50));
        assertEq(distributor.shortfall(second, address(gold)), 20, "only what is new");
        fund(gold, 20);
        activate(second);
        claim(second, _leaves(70, 50), 0);
        claim(second, _leaves(70, 50), 1);
        assertEq(gold.balanceOf(address(distributor)), 0, "all paid");
    }

    function test_pendingRootsQueueAndAreActivatedInOrder() public {
        uint256 first = submit(_leaves(60, 40));
        uint256 second = submit(_leaves(70, 50));
        fund(gold, 120);
        vm.warp(block.timestamp + WINDOW);
        vm.expectRevert(abi.encodeWithSelector(DistributorTypes.NotNext.selector, first));
        distributor.activate(second);
        distributor.activate(first);
        distributor.activate(second);
        assertEq(distributor.highestActive(), second, "highest");
        // The overtaken root still pays.
        claim(first, _leaves(60, 40), 0);
        claim(second, _leaves(70, 50), 0);
        claim(first, _leaves(60, 40), 1);
        claim(second, _leaves(70, 50), 1);
        assertEq(gold.balanceOf(alice), 70, "alice");
        assertEq(gold.balanceOf(bob), 50, "bob");
    }

    function test_aDisabledPendingRootHoldsUpNoOther() public {
        uint256 first = submit(_leaves(600, 400));
        _disable(first);
        uint256 second = submit(_leaves(70, 50));
        fund(gold, 120);
        activate(second);
        vm.expectRevert(abi.encodeWithSelector(DistributorTypes.RootNotPending.selector, first));
        distributor.activate(first);
    }

    function test_claimsFallBackToTheHighestActiveRoot() public {
        uint256 first = publish(_leaves(60, 40));
        uint256 second = publish(_leaves(70, 50));
        uint256 third = publish(_leaves(80, 60));
        _disable(second);
        assertEq(distributor.highestActive(), third, "still the third");
        _disable(third);
        assertEq(distributor.highestActive(), first, "past the disabled one");
        assertTrue(!tryClaim(third, _leaves(80, 60), 0), "a claim against a disabled root");
        claim(first, _leaves(60, 40), 0);
        _disable(first);
        assertEq(distributor.highestActive(), 0, "none");
        assertTrue(!tryClaim(first, _leaves(60, 40), 1), "no root, no claim");
    }

    /// What a wrong root paid to one account takes nothing from another that an older root owes.
    function test_aDisabledRootTakesNothingFromTheProofsOfOthers() public {
        uint256 first = publish(_leaves(50, 50));
        uint256 wrong = publish(_leaves(100, 50));
        claim(wrong, _leaves(100, 50), 0);
        _disable(wrong);
        assertEq(distributor.setAsideOf(address(gold)), 100, "set aside");
        claim(first, _leaves(50, 50), 1);
        assertEq(gold.balanceOf(bob), 50, "bob");
        assertTrue(!tryClaim(first, _leaves(50, 50), 0), "alice has had more");
        // The next root pays alice only what is above the 100.
        uint256 next = submit(_leaves(110, 60));
        assertEq(distributor.shortfall(next, address(gold)), 120, "as if nothing of it had been");
        vm.prank(guardian);
        distributor.recount(address(gold), 50);
        assertEq(distributor.shortfall(next, address(gold)), 70, "bob 10, alice 10, and 50 that the error cost");
        assertEq(distributor.claimedUnder(first, address(gold)), 100, "recounted under the first");
        vm.expectRevert(abi.encodeWithSelector(DistributorTypes.ExceedsSetAside.selector, address(gold), 0));
        vm.prank(guardian);
        distributor.recount(address(gold), 1);
    }

    function test_whatWasRecountedIsSetAsideAgainWithItsRoot() public {
        publish(_leaves(50, 50));
        uint256 second = publish(_leaves(60, 60));
        uint256 wrong = publish(_leaves(100, 60));
        claim(wrong, _leaves(100, 60), 0);
        _disable(wrong);
        vm.prank(guardian);
        distributor.recount(address(gold), 60);
        assertEq(distributor.setAsideOf(address(gold)), 40, "the rest");
        _disable(second);
        assertEq(distributor.setAsideOf(address(gold)), 100, "all again");
        assertEq(distributor.claimedTotal(address(gold)), 100, "claimed");
    }

    function test_aTotalNeverFalls() public {
        publish(_leaves(60, 40));
        vm.expectRevert(abi.encodeWithSelector(DistributorTypes.TotalFalls.selector, address(gold), 100, 99));
        this.submitAs(_leaves(60, 39));
        // A token left out is one whose total is nothing.
        Token silver = new Token();
        Leaf[] memory others = new Leaf[](1);
        others[0] = Leaf(alice, address(silver), 5);
        vm.expectRevert(abi.encodeWithSelector(DistributorTypes.TotalFalls.selector, address(gold), 100, 0));
        this.submitAs(others);
    }

    function test_theSameRootAndManifestAreLiveOnce() public {
        uint256 index = submit(_leaves(60, 40));
        assertEq(distributor.indexOf(rootOf(_leaves(60, 40)), manifestOf(_leaves(60, 40))), index, "found");
        vm.expectRevert(abi.encodeWithSelector(DistributorTypes.AlreadySubmitted.selector, index));
        this.submitAs(_leaves(60, 40));
        _disable(index);
        assertEq(distributor.indexOf(rootOf(_leaves(60, 40)), manifestOf(_leaves(60, 40))), 0, "gone");
        assertEq(submit(_leaves(60, 40)), index + 1, "again");
    }

    function test_refusesWhatNoRootIs() public {
        address[] memory tokens = new address[](2);
        uint256[] memory totals = new uint256[](2);
        (tokens[0], tokens[1]) = (address(2), address(1));
        vm.startPrank(publisher);
        vm.expectRevert(DistributorTypes.EmptyRoot.selector);
        distributor.submitRoot(0, 0, tokens, totals);
        vm.expectRevert(DistributorTypes.LengthsDiffer.selector);
        distributor.submitRoot(bytes32(uint256(1)), 0, tokens, new uint256[](1));
        vm.expectRevert(abi.encodeWithSelector(DistributorTypes.TokensNotAscending.selector, address(1)));
        distributor.submitRoot(bytes32(uint256(1)), 0, tokens, totals);
        (tokens[0], tokens[1]) = (address(0), address(1));
        vm.expectRevert(abi.encodeWithSelector(DistributorTypes.TokensNotAscending.selector, address(0)));
        distributor.submitRoot(bytes32(uint256(1)), 0, tokens, totals);
        tokens[0] = tokens[1] = address(1);
        vm.expectRevert(abi.encodeWithSelector(DistributorTypes.TokensNotAscending.selector, address(1)));
        distributor.submitRoot(bytes32(uint256(1)), 0, tokens, totals);
        tokens[1] = address(2);
        totals[1] = uint256(uint128(type(int128).max)) + 1;
        vm.expectRevert(abi.encodeWithSelector(DistributorTypes.TotalTooLarge.selector, address(2)));
        distributor.submitRoot(bytes32(uint256(1)), 0, tokens, totals);
        vm.expectRevert(abi.encodeWithSelector(DistributorTypes.TooManyTokens.selector, 64));
        distributor.submitRoot(bytes32(uint256(1)), 0, new address[](65), new uint256[](65));
    }

    /// A stolen publisher key may fill the queue; the guardian empties it, in any order.
    function test_theQueueIsBoundedAndCanBeEmptied() public {
        for (uint256 i = 1; i <= distributor.PENDING_MAX(); i++) submit(_leaves(i, 0));
        vm.expectRevert(abi.encodeWithSelector(DistributorTypes.TooManyPending.selector, 64));
        this.submitAs(_leaves(1000, 0));
        for (uint256 i = distributor.rootCount(); i > 0; i--) _disable(i);
        assertEq(distributor.lastLive(), 0, "none is live");
        uint256 index = publish(_leaves(60, 40));
        claim(index, _leaves(60, 40), 0);
    }

    /// Disabled roots take no place in the queue, wherever they stood in it.
    function test_aDisabledRootLeavesItsPlaceInTheQueue() public {
        uint256 most = distributor.PENDING_MAX();
        for (uint256 i = 1; i <= most; i++) submit(_leaves(i, 0));
        for (uint256 i = most; i > 1; i--) _disable(i);
        assertEq(distributor.nextPending(), 1, "the honest one is next");
        assertEq(distributor.lastLive(), 1, "and the last");
        for (uint256 i = 1; i < most; i++) submit(_leaves(1000 + i, 0));
        vm.expectRevert(abi.encodeWithSelector(DistributorTypes.TooManyPending.selector, 64));
        this.submitAs(_leaves(2000, 0));
        // The last, one in the middle, and the first.
        _disable(2 * most - 1);
        assertEq(distributor.lastLive(), 2 * most - 2, "last");
        _disable(most + 3);
        fund(gold, 1001);
        activate(1);
        assertEq(distributor.nextPending(), most + 1, "the disabled ones are passed over");
        activate(most + 1);
        for (uint256 i = 0; i < 4; i++) submit(_leaves(3000 + i, 0));
        vm.expectRevert(abi.encodeWithSelector(DistributorTypes.TooManyPending.selector, 64));
        this.submitAs(_leaves(4000, 0));
    }

    /// What disabling and submitting cost does not grow with the roots that were disabled before.
    function test_disabledRootsCostNothingLater() public {
        uint256 first = submit(_leaves(1, 0));
        uint256 before = _gasOfASubmission(2);
        for (uint256 i = 0; i < 300; i++) _disable(submit(_leaves(10 + i, 0)));
        assertAtMost(_gasOfASubmission(1000), before + 5_000, "gas");
        assertEq(distributor.nextPending(), first, "next");
    }

    function _gasOfASubmission(uint256 amount) private returns (uint256 used) {
        Leaf[] memory leaves = _leaves(amount, 0);
        used = gasleft();
        uint256 index = submit(leaves);
        used -= gasleft();
        _disable(index);
    }

    /// A token that answers no more, and whose total does not rise, holds up no other token.
    function test_aDeadTokenHoldsUpNoOther() public {
        DeadToken dead = new DeadToken();
        Leaf[] memory leaves = new Leaf[](2);
        leaves[0] = Leaf(alice, address(dead), 5);
        leaves[1] = Leaf(alice, address(gold), 5);
        publish(leaves);
        dead.setDead(true);
        leaves[1].cumulative = 9;
        uint256 index = submit(leaves);
        fund(gold, 4);
        activate(index);
        claim(index, leaves, 1);
        assertEq(gold.balanceOf(alice), 9, "paid");
    }

    /// Balances that are lies overflow nothing that would keep a root alive.
    function test_aLyingTokenKeepsNoRootAlive() public {
        LyingToken liar = new LyingToken();
        Leaf[] memory leaves = new Leaf[](1);
        for (uint256 i = 1; i <= 3; i++) {
            leaves[0] = Leaf(address(uint160(i)), address(liar), uint128(type(int128).max));
            uint256 index = submit(leaves);
            activate(index);
            claim(index, leaves, 0);
            _disable(index);
        }
        assertEq(distributor.highestActive(), 0, "none is active");
    }

    function test_theGuardianAloneDisables() public {
        uint256 index = publish(_leaves(60, 40));
        address[4] memory others = [owner, publisher, stranger, address(this)];
        for (uint256 i = 0; i < others.length; i++) {
            vm.prank(others[i]);
            vm.expectRevert(
                abi.encodeWithSelector(Roles.NotInRole.selector, Roles.Role.Guardian, others[i])
            );
            distributor.disable(index);
        }
        _disable(index);
        vm.prank(guardian);
        vm.expectRevert(abi.encodeWithSelector(DistributorTypes.RootNotLive.selector, index));
        distributor.disable(index);
        vm.prank(guardian);
        vm.expectRevert(abi.encodeWithSelector(DistributorTypes.RootNotLive.selector, 7));
        distributor.disable(7);
    }

    function test_thePublisherAloneSubmits() public {
        vm.expectRevert(
            abi.encodeWithSelector(Roles.NotInRole.selector, Roles.Role.Publisher, guardian)
        );
        vm.prank(guardian);
        distributor.submitRoot(bytes32(uint256(1)), 0, new address[](0), new uint256[](0));
    }

    function test_aPauseStopsEverythingButTheGuardian() public {
        uint256 first = publish(_leaves(60, 40));
        uint256 second = submit(_leaves(70, 50));
        vm.prank(guardian);
        distributor.pause();
        vm.warp(block.timestamp + WINDOW);
        vm.expectRevert(Pausable.EnforcedPause.selector);
        distributor.activate(second);
        vm.expectRevert(Pausable.EnforcedPause.selector);
        this.submitAs(_leaves(90, 50));
        assertTrue(!tryClaim(first, _leaves(60, 40), 0), "a claim while paused");
        _disable(second);
        vm.prank(guardian);
        vm.expectRevert();
        distributor.unpause();
        vm.prank(owner);
        distributor.unpause();
        claim(first, _leaves(60, 40), 0);
        vm.prank(owner);
        distributor.pause();
        vm.expectRevert(abi.encodeWithSelector(Roles.NotInRole.selector, Roles.Role.Guardian, stranger));
        vm.prank(stranger);
        distributor.pause();
    }

    function submitAs(Leaf[] memory leaves) external {
        (address[] memory tokens, uint256[] memory totals) = sums(leaves);
        vm.prank(publisher);
        distributor.submitRoot(rootOf(leaves), manifestOf(leaves), tokens, totals);
    }

    function _disable(uint256 index) private {
        vm.prank(guardian);
        distributor.disable(index);
    }

    function _leaves(uint256 ofAlice, uint256 ofBob) private view returns (Leaf[] memory leaves) {
        leaves = new Leaf[](2);
        leaves[0] = Leaf(alice, address(gold), ofAlice);
        leaves[1] = Leaf(bob, address(gold), ofBob);
    }
}
