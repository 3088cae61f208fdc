// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @notice A contract wallet that signs by ERC-1271 with its owner's key.
contract Wallet {
    address public immutable owner;

    constructor(address owner_) {
        owner = owner_;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        return ECDSA.recover(hash, signature) == owner ? this.isValidSignature.selector : bytes4(0xffffffff);
    }

    function call(address target, bytes calldata data) external {
        require(msg.sender == owner);
        (bool success, ) = target.call(data);
        require(success);
    }
}

/// @notice Code to which an EIP-7702 account delegates. It knows nothing of signatures.
contract Delegate {
    fallback() external payable {}
}

/// @notice Code to which an EIP-7702 account delegates, with a signature of its own kind.
contract SigningDelegate {
    function isValidSignature(bytes32, bytes calldata signature) external pure returns (bytes4) {
        return keccak256(signature) == keccak256("session") ? this.isValidSignature.selector : bytes4(0);
    }
}

/// @notice Sends coins to an address that takes none.
contract Bomb {
    constructor(address payable to) payable {
        selfdestruct(to);
    }
}
