// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {RoyaltyDistributor} from "../../RoyaltyDistributor.sol";
import {DistributorTypes} from "../../distributor/DistributorTypes.sol";
import {Handler} from "../support/Handler.sol";
import {Token} from "../support/Tokens.sol";
import {Test} from "../Test.sol";

/// @notice What holds whatever happened. Handler.sol says what may.
contract InvariantsTest is Test {
    Handler private handler;
    RoyaltyDistributor private distributor;

    function setUp() public {
        handler = new Handler();
        distributor = handler.target();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        bytes4[17] memory actions = [
            Handler.settle.selector,
            Handler.settle.selector,
            Handler.submitHonest.selector,
            Handler.steal.selector,
            Handler.submitStolen.selector,
            Handler.activateNext.selector,
            Handler.disable.selector,
            Handler.recount.selector,
            Handler.setPaused.selector,
            Handler.rescue.selector,
            Handler.fundNext.selector,
            Handler.transferBare.selector,
            Handler.claimOne.selector,
            Handler.claimLatest.selector,
            Handler.claimMany.selector,
            Handler.setAccount.selector,
            Handler.setTokens.selector
        ];
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(handler), new bytes4[](actions.length));
        for (uint256 i = 0; i < actions.length; i++) targets[0].selectors[i] = actions[i];
    }

    /// Each run ends with a claim of every leaf of every active root.
    function afterInvariant() external {
        handler.claimEverything(distributor.rootCount() % 2 == 0);
        invariant_holds();
    }

    function invariant_holds() public view {
        _theBooksHold();
        _neverMoreThanFunded();
        _theHighestRootIsTheHighestActiveOne();
    }

    function _theBooksHold() private view {
        uint256 count = distributor.rootCount();
        for (uint256 i = 0; i < handler.TOKENS(); i++) {
            Token token = handler.tokens(i);
            address of_ = address(token);
            uint256 claimed = 0;
            for (uint256 j = 0; j < handler.ACCOUNTS(); j++) {
                uint256 one = distributor.claimed(handler.accounts(j), of_);
                assertAtMost(one, handler.highestLeaf(handler.accounts(j), of_), "above a leaf");
                claimed += one;
            }
            assertEq(distributor.claimedTotal(of_), claimed, "claimedTotal is not the sum of claims");
            uint256 underActive = 0;
            for (uint256 index = 1; index <= count; index++) {
                uint256 under = distributor.claimedUnder(index, of_);
                assertAtMost(under, distributor.totalOf(index, of_), "above what was declared");
                (, , , DistributorTypes.Status status) = distributor.roots(index);
                if (status == DistributorTypes.Status.Active) underActive += under;
            }
            assertEq(
                distributor.claimedTotal(of_) - distributor.setAsideOf(of_),
                underActive,
                "what counts is not what was claimed under active roots"
            );
        }
    }

    function _neverMoreThanFunded() private view {
        for (uint256 i = 0; i < handler.TOKENS(); i++) {
            Token token = handler.tokens(i);
            assertEq(
                token.balanceOf(address(distributor)) +
                    distributor.claimedTotal(address(token)) +
                    handler.rescued(address(token)),
                handler.paidIn(address(token)),
                "what went in is not what is left and what went out"
            );
        }
    }

    function _theHighestRootIsTheHighestActiveOne() private view {
        uint256 highest = 0;
        uint256 last = 0;
        uint256 next = distributor.rootCount() + 1;
        for (uint256 index = 1; index <= distributor.rootCount(); index++) {
            (, , , DistributorTypes.Status status) = distributor.roots(index);
            if (status == DistributorTypes.Status.Active) highest = index;
            if (status == DistributorTypes.Status.Pending && index < next) next = index;
            if (status == DistributorTypes.Status.Disabled) continue;
            for (uint256 i = 0; i < handler.TOKENS(); i++) {
                address token = address(handler.tokens(i));
                assertAtMost(
                    distributor.totalOf(last, token),
                    distributor.totalOf(index, token),
                    "a total fell"
                );
            }
            last = index;
        }
        assertEq(distributor.highestActive(), highest, "highest");
        assertEq(distributor.lastLive(), last, "last live");
        assertEq(distributor.nextPending(), next, "next pending");
    }
}
