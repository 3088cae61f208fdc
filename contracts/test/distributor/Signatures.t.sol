// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {RoyaltyDistributor} from "../../RoyaltyDistributor.sol";
import {DistributorTypes} from "../../distributor/DistributorTypes.sol";
import {Token} from "../support/Tokens.sol";
import {Delegate, SigningDelegate, Wallet} from "../support/Wallets.sol";
import {World} from "../support/World.sol";
import {vm} from "../Vm.sol";

/// @notice Claims that an account signed and another sends.
contract SignaturesTest is World {
    uint256 private constant KEY = 0xa11ce;
    address private constant TO = address(0x70);

    Token private gold;
    address private alice = vm.addr(KEY);

    function setUp() public {
        newDistributor();
        gold = new Token();
    }

    function test_paysToTheSignedAddressOnce() public {
        RoyaltyDistributor.SignedClaim memory signed = _signed(alice, 10);
        bytes memory bySignature = signature(KEY, signed);
        _claim(signed, bySignature);
        assertEq(gold.balanceOf(TO), 10, "paid");
        vm.expectRevert(
            abi.encodeWithSelector(DistributorTypes.AlreadyClaimed.selector, alice, address(gold), 10)
        );
        this.claimSigned(signed, bySignature);
    }

    function test_anAccountThatOptedOutStillSigns() public {
        vm.prank(alice);
        distributor.setOptOut(true);
        RoyaltyDistributor.SignedClaim memory signed = _signed(alice, 10);
        _claim(signed, signature(KEY, signed));
        assertEq(gold.balanceOf(TO), 10, "paid");
    }

    function test_anotherFieldThanTheSignedIsRefused() public {
        RoyaltyDistributor.SignedClaim memory signed = _signed(alice, 10);
        bytes memory bySignature = signature(KEY, signed);
        signed.to = stranger;
        vm.expectRevert(DistributorTypes.InvalidSignature.selector);
        this.claimSigned(signed, bySignature);
        signed.to = TO;
        signed.deadline += 1;
        vm.expectRevert(DistributorTypes.InvalidSignature.selector);
        this.claimSigned(signed, bySignature);
        signed.deadline -= 1;
        signed.token = address(this);
        vm.expectRevert(DistributorTypes.InvalidSignature.selector);
        this.claimSigned(signed, bySignature);
        signed.token = address(gold);
        signed.cumulative = 9;
        vm.expectRevert(DistributorTypes.InvalidSignature.selector);
        this.claimSigned(signed, bySignature);
        signed.cumulative = 10;
        vm.chainId(2);
        vm.expectRevert(DistributorTypes.InvalidSignature.selector);
        this.claimSigned(signed, bySignature);
    }

    function test_aDeadlineHolds() public {
        RoyaltyDistributor.SignedClaim memory signed = _signed(alice, 10);
        bytes memory bySignature = signature(KEY, signed);
        vm.warp(signed.deadline + 1);
        vm.expectRevert(
            abi.encodeWithSelector(DistributorTypes.SignatureExpired.selector, signed.deadline)
        );
        this.claimSigned(signed, bySignature);
        vm.warp(signed.deadline);
        _claim(signed, bySignature);
    }

    function test_refusesToPayNobodyOrItself() public {
        RoyaltyDistributor.SignedClaim memory signed = _signed(alice, 10);
        signed.to = address(0);
        bytes memory bySignature = signature(KEY, signed);
        vm.expectRevert(
            abi.encodeWithSelector(DistributorTypes.InvalidRecipient.selector, address(0))
        );
        this.claimSigned(signed, bySignature);
        signed.to = address(distributor);
        bySignature = signature(KEY, signed);
        vm.expectRevert(
            abi.encodeWithSelector(DistributorTypes.InvalidRecipient.selector, address(distributor))
        );
        this.claimSigned(signed, bySignature);
    }

    function test_aContractWalletSigns() public {
        Wallet wallet = new Wallet(alice);
        RoyaltyDistributor.SignedClaim memory signed = _signed(address(wallet), 10);
        bytes memory wrong = signature(0xb0b, signed);
        vm.expectRevert(DistributorTypes.InvalidSignature.selector);
        this.claimSigned(signed, wrong);
        _claim(signed, signature(KEY, signed));
        assertEq(gold.balanceOf(TO), 10, "paid");
    }

    /// A wallet that is not deployed on this chain signs nothing here; it is paid at its address all the same.
    function test_aWalletWithoutCodeSignsNothing() public {
        address absent = address(uint160(uint256(keccak256("safe"))));
        RoyaltyDistributor.SignedClaim memory signed = _signed(absent, 10);
        bytes memory bySignature = signature(KEY, signed);
        vm.expectRevert(DistributorTypes.InvalidSignature.selector);
        this.claimSigned(signed, bySignature);
        vm.expectRevert(DistributorTypes.InvalidSignature.selector);
        this.claimSigned(signed, "");
    }

    function test_aDelegatedAccountSignsWithItsKey() public {
        _delegate(address(new Delegate()));
        RoyaltyDistributor.SignedClaim memory signed = _signed(alice, 10);
        _claim(signed, signature(KEY, signed));
        assertEq(gold.balanceOf(TO), 10, "paid");
    }

    function test_aDelegatedAccountSignsByItsCode() public {
        _delegate(address(new SigningDelegate()));
        RoyaltyDistributor.SignedClaim memory signed = _signed(alice, 10);
        vm.expectRevert(DistributorTypes.InvalidSignature.selector);
        this.claimSigned(signed, "other");
        _claim(signed, "session");
        assertEq(gold.balanceOf(TO), 10, "paid");
    }

    /// Another's claim in between takes what it takes to the account's own address; the signature pays the rest.
    function test_aClaimInBetweenLeavesTheRest() public {
        RoyaltyDistributor.SignedClaim memory signed = _signed(alice, 10);
        bytes memory bySignature = signature(KEY, signed);
        Leaf[] memory more = _leaves(alice, 15);
        uint256 second = publish(more);
        _claim(signed, bySignature);
        claim(second, more, 0);
        assertEq(gold.balanceOf(TO), 10, "signed");
        assertEq(gold.balanceOf(alice), 5, "the rest");
    }

    function testFuzz_onlyTheAccountsKeySigns(uint256 key, bytes calldata noise) public {
        key = within(key, 1, 1 << 200);
        vm.assume(vm.addr(key) != alice);
        RoyaltyDistributor.SignedClaim memory signed = _signed(alice, 10);
        bytes memory wrong = signature(key, signed);
        vm.expectRevert(DistributorTypes.InvalidSignature.selector);
        this.claimSigned(signed, wrong);
        vm.expectRevert(DistributorTypes.InvalidSignature.selector);
        this.claimSigned(signed, noise);
    }

    function claimSigned(RoyaltyDistributor.SignedClaim memory signed, bytes memory bySignature) external {
        _claim(signed, bySignature);
    }

    function _claim(RoyaltyDistributor.SignedClaim memory signed, bytes memory bySignature) private {
        bytes32[] memory proof = proofOf(_leaves(signed.account, 10), 0);
        vm.prank(stranger);
        distributor.claimWithSignature(signed, proof, bySignature);
    }

    function _delegate(address code) private {
        vm.etch(alice, abi.encodePacked(hex"ef0100", code));
    }

    function _signed(
        address account,
        uint256 cumulative
    ) private returns (RoyaltyDistributor.SignedClaim memory) {
        uint256 index = publish(_leaves(account, cumulative));
        return
            RoyaltyDistributor.SignedClaim(
                index,
                account,
                address(gold),
                TO,
                cumulative,
                block.timestamp + 30 days
            );
    }

    function _leaves(address account, uint256 cumulative) private view returns (Leaf[] memory leaves) {
        leaves = new Leaf[](2);
        leaves[0] = Leaf(account, address(gold), cumulative);
        leaves[1] = Leaf(address(0xb0b), address(gold), 3);
    }
}
