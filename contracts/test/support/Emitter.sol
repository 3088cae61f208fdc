// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice Emits any log. Tests put its code where another chain has a contract, and replay what that one logged.
contract Emitter {
    fallback() external {
        (bytes32[] memory topics, bytes memory data) = abi.decode(msg.data, (bytes32[], bytes));
        assembly {
            let at := add(data, 32)
            let size := mload(data)
            let one := mload(add(topics, 32))
            let two := mload(add(topics, 64))
            let three := mload(add(topics, 96))
            switch mload(topics)
            case 1 { log1(at, size, one) }
            case 2 { log2(at, size, one, two) }
            case 3 { log3(at, size, one, two, three) }
            default { log4(at, size, one, two, three, mload(add(topics, 128))) }
        }
    }
}

/// @notice Lets several emitters log in one transaction, in order.
contract Stage {
    error Silent(uint256 index);

    function play(address[] calldata emitters, bytes[] calldata logs) external {
        for (uint256 index; index < emitters.length; ++index) {
            (bool done,) = emitters[index].call(logs[index]);
            if (!done) revert Silent(index);
        }
    }
}
