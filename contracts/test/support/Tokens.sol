// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice A token that keeps to ERC-20, with hooks for those that do not.
contract Token {
    mapping(address => uint256) internal _balances;
    mapping(address => mapping(address => uint256)) public allowance;

    event Transfer(address indexed from, address indexed to, uint256 value);

    function mint(address to, uint256 value) external {
        _balances[to] += value;
    }

    function balanceOf(address account) public view virtual returns (uint256) {
        return _balances[account];
    }

    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        return true;
    }

    function transfer(address to, uint256 value) external virtual returns (bool) {
        _move(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external virtual returns (bool) {
        allowance[from][msg.sender] -= value;
        _move(from, to, value);
        return true;
    }

    function _move(address from, address to, uint256 value) internal virtual {
        _balances[from] -= value;
        _balances[to] += value;
        emit Transfer(from, to, value);
    }
}

/// @notice Reverts while told to, as a paused stablecoin does.
contract RevertingToken is Token {
    error Halted();

    bool public halted;

    function setHalted(bool halted_) external {
        halted = halted_;
    }

    function _move(address from, address to, uint256 value) internal override {
        if (halted) revert Halted();
        super._move(from, to, value);
    }
}

/// @notice Refuses some recipients, as USDC does.
contract BlacklistingToken is Token {
    mapping(address => bool) public refused;

    function setRefused(address account, bool refused_) external {
        refused[account] = refused_;
    }

    function _move(address from, address to, uint256 value) internal override {
        require(!refused[to], "Blacklistable: account is blacklisted");
        super._move(from, to, value);
    }
}

/// @notice Keeps one percent of each transfer.
contract FeeToken is Token {
    function _move(address from, address to, uint256 value) internal override {
        super._move(from, to, value - value / 100);
        _balances[from] -= value / 100;
    }
}

/// @notice Returns nothing, as USDT does.
contract NoReturnToken is Token {
    function transfer(address to, uint256 value) external override returns (bool) {
        _move(msg.sender, to, value);
        assembly {
            return(0, 0)
        }
    }

    function transferFrom(address from, address to, uint256 value) external override returns (bool) {
        allowance[from][msg.sender] -= value;
        _move(from, to, value);
        assembly {
            return(0, 0)
        }
    }
}

/// @notice Says false in place of a revert, while told to.
contract FalseToken is Token {
    bool public refusing;

    function setRefusing(bool refusing_) external {
        refusing = refusing_;
    }

    function transfer(address to, uint256 value) external override returns (bool) {
        if (refusing) return false;
        _move(msg.sender, to, value);
        return true;
    }
}

/// @notice Its balances change without transfers.
contract RebasingToken is Token {
    uint256 public percent = 100;

    function setPercent(uint256 percent_) external {
        percent = percent_;
    }

    function balanceOf(address account) public view override returns (uint256) {
        return (_balances[account] * percent) / 100;
    }

    function _move(address from, address to, uint256 value) internal override {
        super._move(from, to, (value * 100) / percent);
    }
}

/// @notice Calls somebody before it moves anything, as tokens with hooks do. What the call does is not its concern.
contract ReentrantToken is Token {
    address public target;
    bytes public data;
    bool public entered;
    bool public succeeded;

    function setCall(address target_, bytes calldata data_) external {
        (target, data) = (target_, data_);
    }

    function _move(address from, address to, uint256 value) internal override {
        if (target != address(0)) {
            entered = true;
            (succeeded, ) = target.call(data);
        }
        super._move(from, to, value);
    }
}

/// @notice Uses much gas or all that it gets, or returns more than anyone wants to pay for.
contract GreedyToken is Token {
    enum Greed {
        None,
        MuchGas,
        Gas,
        ReturnData
    }

    Greed public greed;

    function setGreed(Greed greed_) external {
        greed = greed_;
    }

    function _move(address from, address to, uint256 value) internal override {
        if (greed == Greed.MuchGas) {
            uint256 end = gasleft() - 350_000;
            while (gasleft() > end) {}
        }
        if (greed == Greed.Gas) {
            while (true) {}
        }
        if (greed == Greed.ReturnData) {
            assembly {
                revert(0, 100000)
            }
        }
        super._move(from, to, value);
    }
}

/// @notice Says that everyone owns all there can be, and moves nothing.
contract LyingToken is Token {
    function balanceOf(address) public pure override returns (uint256) {
        return uint128(type(int128).max);
    }

    function _move(address, address, uint256) internal override {}
}

/// @notice Answers no more, as a token behind a broken upgrade.
contract DeadToken is Token {
    bool public dead;

    function setDead(bool dead_) external {
        dead = dead_;
    }

    function balanceOf(address account) public view override returns (uint256) {
        require(!dead, "dead");
        return _balances[account];
    }
}
