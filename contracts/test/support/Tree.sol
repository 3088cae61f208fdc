// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

/// @notice Payout trees for tests: an odd node moves up. Any tree of sorted pairs has proofs that OpenZeppelin's checks.
library Tree {
    function leaf(address account, address token, uint256 cumulative) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(account, token, cumulative))));
    }

    function root(bytes32[] memory leaves) internal pure returns (bytes32) {
        while (leaves.length > 1) leaves = _above(leaves);
        return leaves[0];
    }

    function proof(bytes32[] memory leaves, uint256 place) internal pure returns (bytes32[] memory found) {
        found = new bytes32[](64);
        uint256 length = 0;
        while (leaves.length > 1) {
            uint256 beside = place ^ 1;
            if (beside < leaves.length) found[length++] = leaves[beside];
            leaves = _above(leaves);
            place /= 2;
        }
        assembly {
            mstore(found, length)
        }
    }

    function _above(bytes32[] memory level) private pure returns (bytes32[] memory above) {
        above = new bytes32[]((level.length + 1) / 2);
        for (uint256 i = 0; i < above.length; i++)
            above[i] = 2 * i + 1 < level.length
                ? Hashes.commutativeKeccak256(level[2 * i], level[2 * i + 1])
                : level[2 * i];
    }
}
