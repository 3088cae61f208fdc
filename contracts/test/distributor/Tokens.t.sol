// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {DistributorTypes} from "../../distributor/DistributorTypes.sol";
import {FalseToken, FeeToken, GreedyToken, NoReturnToken, RebasingToken, ReentrantToken, Token} from "../support/Tokens.sol";
import {World} from "../support/World.sol";
import {Log, vm} from "../Vm.sol";

/// @notice Tokens that do not keep to ERC-20.
contract TokensTest is World {
    address private alice = address(0xa11ce);
    address private bob = address(0xb0b);

    function setUp() public {
        newDistributor();
    }

    function test_refusesToBeFundedInATokenThatKeepsAFee() public {
        FeeToken token = new FeeToken();
        token.mint(address(this), 1000);
        token.approve(address(distributor), 1000);
        vm.expectRevert(
            abi.encodeWithSelector(DistributorTypes.ReceivedDiffers.selector, address(token), 1000, 990)
        );
        distributor.fund(address(token), 1000);
    }

    function test_paysATokenThatReturnsNothing() public {
        NoReturnToken token = new NoReturnToken();
        Leaf[] memory leaves = _leaves(token);
        uint256 index = publish(leaves);
        claim(index, leaves, 0);
        assertEq(token.balanceOf(alice), 10, "paid");
    }

    function test_booksNothingWhereATokenSaysFalse() public {
        FalseToken token = new FalseToken();
        Leaf[] memory leaves = _leaves(token);
        uint256 index = publish(leaves);
        token.setRefusing(true);
        bytes32[] memory proof = proofOf(leaves, 0);
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(token))
        );
        distributor.claim(index, address(token), 10, proof);
        assertEq(distributor.claimed(alice, address(token)), 0, "not booked");
        token.setRefusing(false);
        claim(index, leaves, 0);
    }

    function test_booksNothingWhereATokenHasNoCode() public {
        Token token = new Token();
        Leaf[] memory leaves = _leaves(token);
        uint256 index = publish(leaves);
        vm.etch(address(token), "");
        assertTrue(!tryClaim(index, leaves, 0), "paid by nothing");
        assertEq(distributor.claimed(alice, address(token)), 0, "not booked");
    }

    /// A balance that shrinks leaves the last claims waiting for money, with their proofs alive.
    function test_aBalanceThatShrinksKillsNoProof() public {
        RebasingToken token = new RebasingToken();
        Leaf[] memory leaves = _leaves(token);
        uint256 index = publish(leaves);
        token.setPercent(50);
        claim(index, leaves, 0);
        assertTrue(!tryClaim(index, leaves, 1), "no money is left");
        token.mint(address(distributor), 40);
        claim(index, leaves, 1);
        assertEq(token.balanceOf(bob), 20, "paid later");
    }

    function test_aTokenThatCallsBackIsPaidOnce() public {
        for (uint256 attempt = 0; attempt < 5; attempt++) {
            ReentrantToken token = new ReentrantToken();
            newDistributor();
            Leaf[] memory leaves = _leaves(token);
            uint256 index = publish(leaves);
            // The second root is funded if what is on its way out counts twice.
            Leaf[] memory next = _leaves(token);
            next[0].cumulative = 20;
            submit(next);
            vm.warp(block.timestamp + WINDOW);
            token.setCall(address(distributor), _callBack(attempt, index, leaves));
            claim(index, leaves, 0);
            assertTrue(token.entered(), "it called back");
            assertTrue(!token.succeeded(), "the call was refused");
            assertEq(token.balanceOf(alice), 10, "alice once");
            assertEq(token.balanceOf(bob), 0, "bob not yet");
            token.setCall(address(0), "");
            claim(index, leaves, 1);
        }
    }

    function _callBack(uint256 attempt, uint256 index, Leaf[] memory leaves) private view returns (bytes memory) {
        (address[] memory tokens, uint256[] memory cumulatives, bytes32[][] memory proofs) = many(leaves, bob);
        if (attempt == 0)
            return
                abi.encodeWithSignature(
                    "claim(uint256,address,address[],uint256[],bytes32[][])",
                    index,
                    bob,
                    tokens,
                    cumulatives,
                    proofs
                );
        if (attempt == 1)
            return abi.encodeCall(distributor.claimStrict, (index, bob, tokens, cumulatives, proofs));
        if (attempt == 2) return abi.encodeCall(distributor.fund, (tokens[0], 0));
        if (attempt == 3)
            return abi.encodeCall(distributor.claimAlone, (index, bob, tokens[0], 20, proofs[0]));
        return abi.encodeCall(distributor.activate, (index + 1));
    }

    /// While money is on its way out it is booked and still in the balance, so nothing else may look at the two.
    function test_nothingIsRescuedOrActivatedFromInsideAClaim() public {
        ReentrantToken token = new ReentrantToken();
        Leaf[] memory leaves = _leaves(token);
        uint256 index = publish(leaves);
        vm.prank(owner);
        distributor.transferOwnership(address(token));
        vm.prank(address(token));
        distributor.acceptOwnership();
        token.setCall(
            address(distributor),
            abi.encodeCall(distributor.rescue, (address(token), stranger, 10))
        );
        claim(index, leaves, 0);
        assertTrue(token.entered() && !token.succeeded(), "refused");
        assertEq(token.balanceOf(stranger), 0, "nothing rescued");
        claim(index, leaves, 1);
    }

    function test_aTokenThatBurnsAllGasFailsAlone() public {
        (GreedyToken greedy, Token gold) = (new GreedyToken(), new Token());
        Leaf[] memory leaves = new Leaf[](2);
        leaves[0] = Leaf(alice, address(greedy), 10);
        leaves[1] = Leaf(alice, address(gold), 10);
        uint256 index = publish(leaves);
        (address[] memory tokens, uint256[] memory cumulatives, bytes32[][] memory proofs) = many(
            leaves,
            alice
        );
        greedy.setGreed(GreedyToken.Greed.Gas);
        uint256 before = gasleft();
        distributor.claim{gas: 2_000_000}(index, alice, tokens, cumulatives, proofs);
        assertAtMost(before - gasleft(), 700_000, "gas");
        assertEq(gold.balanceOf(alice), 10, "the other is paid");
        greedy.setGreed(GreedyToken.Greed.ReturnData);
        vm.recordLogs();
        distributor.claim(index, alice, tokens, cumulatives, proofs);
        // Forge keeps the logs of calls that were rolled back too; the last is the failure.
        Log[] memory logs = vm.getRecordedLogs();
        bytes memory reason = abi.decode(logs[logs.length - 1].data, (bytes));
        assertEq(reason.length, distributor.REASON_BYTES_MAX(), "reason is cut");
    }

    /// A wallet's estimate finds the lowest limit that does not revert. It must not be one at which every token fails.
    function testFuzz_tooLittleGasNeverPassesForAFailedToken(uint256 gas) public {
        GreedyToken token = new GreedyToken();
        Leaf[] memory leaves = _leaves(token);
        uint256 index = publish(leaves);
        token.setGreed(GreedyToken.Greed.MuchGas);
        (address[] memory tokens, uint256[] memory cumulatives, bytes32[][] memory proofs) = many(
            leaves,
            alice
        );
        (bool success, ) = address(distributor).call{gas: within(gas, 30_000, 800_000)}(
            abi.encodeWithSignature(
                "claim(uint256,address,address[],uint256[],bytes32[][])",
                index,
                alice,
                tokens,
                cumulatives,
                proofs
            )
        );
        assertEq(token.balanceOf(alice), success ? 10 : 0, "paid when it succeeds");
    }

    function _leaves(Token token) private view returns (Leaf[] memory leaves) {
        leaves = new Leaf[](2);
        leaves[0] = Leaf(alice, address(token), 10);
        leaves[1] = Leaf(bob, address(token), 20);
    }
}
