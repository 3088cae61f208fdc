// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {RoyaltyDistributor} from "../../RoyaltyDistributor.sol";
import {Roles} from "../../distributor/Roles.sol";
import {World} from "../support/World.sol";
import {vm} from "../Vm.sol";

contract RolesTest is World {
    function setUp() public {
        newDistributor();
    }

    function test_aRoleIsHandedOverInTwoSteps() public {
        vm.prank(owner);
        distributor.proposeRole(Roles.Role.Publisher, stranger);
        assertEq(distributor.publisher(), publisher, "not yet");
        assertEq(distributor.proposed(Roles.Role.Publisher), stranger, "proposed");
        vm.expectRevert(
            abi.encodeWithSelector(Roles.NotProposed.selector, Roles.Role.Publisher, address(this))
        );
        distributor.acceptRole(Roles.Role.Publisher);
        vm.prank(stranger);
        distributor.acceptRole(Roles.Role.Publisher);
        assertEq(distributor.publisher(), stranger, "now");
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(Roles.NotProposed.selector, Roles.Role.Publisher, stranger));
        distributor.acceptRole(Roles.Role.Publisher);
    }

    function test_aStolenKeyGoesAtOnce() public {
        vm.startPrank(owner);
        distributor.proposeRole(Roles.Role.Publisher, stranger);
        distributor.revokeRole(Roles.Role.Publisher);
        vm.stopPrank();
        assertEq(distributor.publisher(), address(0), "none");
        vm.prank(publisher);
        vm.expectRevert(abi.encodeWithSelector(Roles.NotInRole.selector, Roles.Role.Publisher, publisher));
        distributor.submitRoot(bytes32(uint256(1)), 0, new address[](0), new uint256[](0));
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(Roles.NotProposed.selector, Roles.Role.Publisher, stranger));
        distributor.acceptRole(Roles.Role.Publisher);
    }

    /// A role that nobody has is nobody's: the zero address can send nothing, and is proposed as nothing.
    function test_publisherAndGuardianAreNeverOne() public {
        vm.expectRevert(abi.encodeWithSelector(Roles.RolesNotSeparate.selector, guardian));
        new RoyaltyDistributor(owner, guardian, guardian, WINDOW);
        vm.prank(owner);
        distributor.proposeRole(Roles.Role.Publisher, guardian);
        vm.prank(guardian);
        vm.expectRevert(abi.encodeWithSelector(Roles.RolesNotSeparate.selector, guardian));
        distributor.acceptRole(Roles.Role.Publisher);
        vm.prank(owner);
        distributor.proposeRole(Roles.Role.Guardian, publisher);
        vm.prank(publisher);
        vm.expectRevert(abi.encodeWithSelector(Roles.RolesNotSeparate.selector, publisher));
        distributor.acceptRole(Roles.Role.Guardian);
    }

    function test_theOwnerAloneGivesRoles() public {
        bytes memory refused = abi.encodeWithSelector(
            Ownable.OwnableUnauthorizedAccount.selector,
            publisher
        );
        vm.startPrank(publisher);
        vm.expectRevert(refused);
        distributor.proposeRole(Roles.Role.Guardian, stranger);
        vm.expectRevert(refused);
        distributor.revokeRole(Roles.Role.Guardian);
        vm.expectRevert(refused);
        distributor.rescue(address(0), stranger, 0);
        vm.expectRevert(refused);
        distributor.renounceOwnership();
    }

    function test_ownershipTakesTwoStepsAndIsNotRenounced() public {
        vm.startPrank(owner);
        vm.expectRevert(Roles.OwnerRequired.selector);
        distributor.renounceOwnership();
        distributor.transferOwnership(stranger);
        vm.stopPrank();
        assertEq(distributor.owner(), owner, "not yet");
        vm.prank(stranger);
        distributor.acceptOwnership();
        assertEq(distributor.owner(), stranger, "now");
    }
}
