// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";

/// @title Owner, publisher and guardian: three keys, each handed over in two steps
/// @notice The owner proposes a key for a role and that key accepts, so that no role is given to a mistyped address. The
/// owner takes a role away in one step, because a stolen key has to go at once. Publisher and guardian are never the same.
abstract contract Roles is Ownable2Step {
    enum Role {
        Publisher,
        Guardian
    }

    event RoleProposed(Role indexed role, address indexed proposed);
    event RoleChanged(Role indexed role, address indexed from, address indexed to);

    error NotInRole(Role role, address caller);
    error NotProposed(Role role, address caller);
    error RolesNotSeparate(address key);
    /// @notice Without an owner a lost key could never be replaced.
    error OwnerRequired();

    mapping(Role => address) private _holders;
    mapping(Role => address) private _proposed;

    constructor(address owner_, address publisher_, address guardian_) Ownable(owner_) {
        if (publisher_ == guardian_) revert RolesNotSeparate(publisher_);
        _setHolder(Role.Publisher, publisher_);
        _setHolder(Role.Guardian, guardian_);
    }

    modifier onlyRole(Role role) {
        if (msg.sender != _holders[role]) revert NotInRole(role, msg.sender);
        _;
    }

    function publisher() external view returns (address) {
        return _holders[Role.Publisher];
    }

    function guardian() public view returns (address) {
        return _holders[Role.Guardian];
    }

    function proposed(Role role) external view returns (address) {
        return _proposed[role];
    }

    /// @notice The key becomes the role's once it accepts. Zero takes a proposal back.
    function proposeRole(Role role, address key) external onlyOwner {
        _proposed[role] = key;
        emit RoleProposed(role, key);
    }

    function acceptRole(Role role) external {
        if (msg.sender != _proposed[role]) revert NotProposed(role, msg.sender);
        Role other = role == Role.Publisher ? Role.Guardian : Role.Publisher;
        if (msg.sender == _holders[other]) revert RolesNotSeparate(msg.sender);
        delete _proposed[role];
        _setHolder(role, msg.sender);
    }

    /// @notice Takes the role from its key, and a proposal for it back. No key has it until another accepts.
    function revokeRole(Role role) external onlyOwner {
        delete _proposed[role];
        _setHolder(role, address(0));
    }

    function renounceOwnership() public view override onlyOwner {
        revert OwnerRequired();
    }

    function _setHolder(Role role, address key) private {
        emit RoleChanged(role, _holders[role], key);
        _holders[role] = key;
    }
}
