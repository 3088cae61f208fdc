// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A token without value, for the demo and for tests on a local node
contract DemoToken is ERC20 {
    uint8 private immutable _places;

    /// @param supply Goes to the deployer.
    constructor(string memory name, string memory symbol, uint8 places, uint256 supply) ERC20(name, symbol) {
        _places = places;
        _mint(msg.sender, supply);
    }

    function decimals() public view override returns (uint8) {
        return _places;
    }
}
