// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Log, Vm, vm} from "./Vm.sol";

/// @notice What the tests need of a test framework: claims that revert with what differs.
abstract contract Test {
    bool public constant IS_TEST = true;

    error Differs(string what, uint256 actual, uint256 expected);
    error HashDiffers(string what, bytes32 actual, bytes32 expected);
    error AddressDiffers(string what, address actual, address expected);
    error NotSo(string what);

    function assertEq(uint256 actual, uint256 expected, string memory what) internal pure {
        if (actual != expected) revert Differs(what, actual, expected);
    }

    function assertEq(bytes32 actual, bytes32 expected, string memory what) internal pure {
        if (actual != expected) revert HashDiffers(what, actual, expected);
    }

    function assertEq(address actual, address expected, string memory what) internal pure {
        if (actual != expected) revert AddressDiffers(what, actual, expected);
    }

    function assertAtMost(uint256 actual, uint256 most, string memory what) internal pure {
        if (actual > most) revert Differs(what, actual, most);
    }

    function assertTrue(bool holds, string memory what) internal pure {
        if (!holds) revert NotSo(what);
    }

    /// @notice A value from `from` to `to`, both included.
    function within(uint256 value, uint256 from, uint256 to) internal pure returns (uint256) {
        return from + (value % (to - from + 1));
    }
}
