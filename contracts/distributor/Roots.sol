// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {DistributorTypes} from "./DistributorTypes.sol";
import {Roles} from "./Roles.sol";

/// @title The list of roots and what each token has paid under them
/// @notice pending → active → disabled, or pending → disabled. Roots are activated in their order; a root never replaces
/// another. A claim names any active root, so a later root breaks no proof.
///
/// Two limits hold for each token, and neither breaks a proof of an honest tree (whose leaves never fall from one root to
/// the next and add up to its totals):
/// - claims that name a root stay within the total of that root;
/// - claims that name active roots stay, together, within the total of the highest active root.
///
/// When a root is disabled, what was claimed under it is set aside: it no longer counts against the active roots, because
/// a wrong root may have paid one account what an older root owes to another. Until the guardian recounts the part that
/// was owed under the active roots too, the next root has to be funded as if nothing of it had been.
abstract contract Roots is DistributorTypes, Roles, Pausable, ReentrancyGuardTransient {
    /// @notice Roots that may wait at once: so many the guardian has to look at, and no more, whatever a publisher does.
    uint256 public constant PENDING_MAX = 64;
    /// @notice Tokens in one root. It bounds the gas of disabling one.
    uint256 public constant TOKENS_MAX = 64;

    /// @notice Seconds of the longest challenge window.
    uint256 public constant WINDOW_MAX = 365 days;

    /// @notice Seconds between submission and the earliest activation.
    uint256 public immutable challengeWindow;

    /// @dev A claim that names the highest active root reads and writes the second slot alone.
    struct Entry {
        uint256 total;
        /// Claimed with proofs against this root, and what was recounted under it.
        uint128 claimed;
        /// Kept for the highest active root: how far `claimed` may go, which is its total less what was claimed under the
        /// other active roots. Below zero where wrong roots let more be claimed before a higher root was disabled.
        int128 room;
    }

    struct Root {
        bytes32 root;
        bytes32 manifestHash;
        uint64 activatableAt;
        Status status;
        /// The highest active root when this one became active, zero if there was none.
        uint32 below;
        /// While it is pending: the pending root before it and the one behind it, zero where there is none.
        uint32 ahead;
        uint32 behind;
        address[] tokens;
        mapping(address token => Entry) entries;
    }

    // These share a slot with Pausable's flag, so that a claim reads one.
    uint32 private _highest;
    uint32 private _count;
    /// The pending roots are a list linked both ways, so that one leaves it from any place in one step.
    uint32 private _firstPending;
    uint32 private _lastPending;
    uint32 private _pendingCount;

    mapping(uint256 index => Root) private _roots;
    /// What was claimed under roots that were disabled since, and not recounted.
    mapping(address token => uint256) private _setAside;
    mapping(bytes32 rootAndManifest => uint256 index) private _submitted;

    constructor(uint256 challengeWindow_) {
        if (challengeWindow_ > WINDOW_MAX) revert WindowTooLong(WINDOW_MAX);
        challengeWindow = challengeWindow_;
    }

    /// @notice Puts a root at the end of the queue.
    /// @param tokens Every token of the tree, ascending; those of the root before it are among them.
    /// @param totals For each token the sum of its leaves' cumulative amounts. None is below that of the root before it.
    /// @return index Of the root in the list, from 1.
    function submitRoot(
        bytes32 root,
        bytes32 manifestHash,
        address[] calldata tokens,
        uint256[] calldata totals
    ) external whenNotPaused onlyRole(Role.Publisher) returns (uint256 index) {
        if (root == 0) revert EmptyRoot();
        if (tokens.length != totals.length) revert LengthsDiffer();
        if (tokens.length > TOKENS_MAX) revert TooManyTokens(TOKENS_MAX);
        _refuseDouble(root, manifestHash);
        if (_pendingCount >= PENDING_MAX) revert TooManyPending(PENDING_MAX);

        uint256 last = lastLive();
        index = ++_count;
        Root storage added = _roots[index];
        added.root = root;
        added.manifestHash = manifestHash;
        added.activatableAt = uint64(block.timestamp + challengeWindow);
        added.status = Status.Pending;
        _declare(added, tokens, totals);
        _refuseFalling(_roots[last], added);
        _enqueue(added, uint32(index));
        emit RootSubmitted(index, root, manifestHash, added.activatableAt);
    }

    /// @notice Makes the next pending root claimable. Anyone may, once its window is over and its totals are funded.
    /// @dev A token whose total the root does not raise is not asked for its balance: it adds no debt, and a token that
    /// stopped answering must not hold up the others for ever.
    function activate(uint256 index) external whenNotPaused nonReentrant {
        Root storage root = _roots[index];
        if (root.status != Status.Pending) revert RootNotPending(index);
        if (block.timestamp < root.activatableAt) revert WindowOpen(root.activatableAt);
        uint256 next = nextPending();
        if (next != index) revert NotNext(next);
        for (uint256 i = 0; i < root.tokens.length; i++) {
            address token = root.tokens[i];
            uint256 missing = shortfall(index, token);
            if (missing > 0) revert Unfunded(token, missing);
            _makeRoom(root.entries[token], _counted(token));
        }
        root.status = Status.Active;
        root.below = _highest;
        _highest = uint32(index);
        _dequeue(root);
        emit RootActivated(index);
    }

    /// @notice Ends a root, pending or active, for ever. Claims fall back to the highest root that is still active.
    /// @dev Calls no token, and no sum can overflow: no token can keep a root alive.
    function disable(uint256 index) external onlyRole(Role.Guardian) {
        Root storage root = _roots[index];
        Status status = root.status;
        if (status != Status.Pending && status != Status.Active) revert RootNotLive(index);
        root.status = Status.Disabled;
        if (status == Status.Pending) _dequeue(root);
        else _endActive(root, index == _highest ? _highestBelow(root) : _highest);
        emit RootDisabled(index);
    }

    /// @notice Books claims of disabled roots under the highest active one: those of amounts that it owes the same accounts
    /// too. Until then the next root has to be funded without them.
    function recount(address token, uint256 amount) external onlyRole(Role.Guardian) {
        Entry storage entry = _roots[_highest].entries[token];
        uint256 most = Math.min(_setAside[token], _room(entry));
        if (amount > most) revert ExceedsSetAside(token, most);
        _setAside[token] -= amount;
        entry.claimed += uint128(amount);
        emit Recounted(_highest, token, amount);
    }

    function pause() external {
        if (msg.sender != owner()) _checkGuardian();
        _pause();
    }

    function unpause() external onlyOwner {
        _unpause();
    }

    function roots(
        uint256 index
    ) external view returns (bytes32 root, bytes32 manifestHash, uint256 activatableAt, Status status) {
        Root storage found = _roots[index];
        return (found.root, found.manifestHash, found.activatableAt, found.status);
    }

    /// @notice How many were submitted; the last one's index.
    function rootCount() external view returns (uint256) {
        return _count;
    }

    /// @notice The root that limits claims now; zero if none is active.
    function highestActive() public view returns (uint256) {
        return _highest;
    }

    /// @notice The index of the live root with this root and manifest, zero if there is none.
    function indexOf(bytes32 root, bytes32 manifestHash) public view returns (uint256) {
        uint256 index = _submitted[_identity(root, manifestHash)];
        return _isLive(index) ? index : 0;
    }

    /// @notice The pending root whose turn it is to be activated; `rootCount() + 1` if none is pending.
    function nextPending() public view returns (uint256) {
        return _firstPending == 0 ? uint256(_count) + 1 : _firstPending;
    }

    /// @notice The last root that is pending or active, zero if there is none. Its totals are the highest of all.
    function lastLive() public view returns (uint256) {
        return _lastPending == 0 ? _highest : _lastPending;
    }

    function tokensOf(uint256 index) external view returns (address[] memory) {
        return _roots[index].tokens;
    }

    /// @notice What the publisher declared for the token in this root.
    function totalOf(uint256 index, address token) public view returns (uint256) {
        return _roots[index].entries[token].total;
    }

    /// @notice What was claimed of the token with proofs against this root, and what was recounted under it.
    function claimedUnder(uint256 index, address token) external view returns (uint256) {
        return _roots[index].entries[token].claimed;
    }

    /// @notice All that was ever claimed of the token: the sum of its Claimed amounts.
    function claimedTotal(address token) public view returns (uint256) {
        return _counted(token) + _setAside[token];
    }

    /// @notice What of `claimedTotal` no longer counts, because its root was disabled.
    function setAsideOf(address token) external view returns (uint256) {
        return _setAside[token];
    }

    /// @notice The highest total that the contract can meet: its balance and what counts as claimed.
    function funded(address token) public view returns (uint256) {
        return IERC20(token).balanceOf(address(this)) + _counted(token);
    }

    /// @notice What has to be funded of the token before the pending root can be activated, as things stand now.
    function shortfall(uint256 index, address token) public view returns (uint256) {
        uint256 total = totalOf(index, token);
        if (total == totalOf(_highest, token)) return 0;
        return Math.saturatingSub(total, funded(token));
    }

    /// @dev The root if it is active.
    function _activeRoot(uint256 index) internal view returns (bytes32) {
        // The highest is active by definition. Most claims name it, and save a read.
        if (index != _highest || index == 0) {
            if (_roots[index].status != Status.Active) revert RootNotActive(index);
        }
        return _roots[index].root;
    }

    /// @dev Books a claim under an active root, within its total and the room of the highest one.
    function _book(uint256 index, address token, uint256 amount) internal {
        Entry storage top = _roots[_highest].entries[token];
        uint256 available = _room(top);
        if (index == _highest) {
            if (amount > available) revert ExceedsDeclared(token, amount, available);
            top.claimed += uint128(amount);
            return;
        }
        Entry storage entry = _roots[index].entries[token];
        available = Math.min(available, entry.total - entry.claimed);
        if (amount > available) revert ExceedsDeclared(token, amount, available);
        entry.claimed += uint128(amount);
        top.room -= int128(uint128(amount));
    }

    /// @dev What claims may still take: pending roots are owed too.
    function _owed(address token) internal view returns (uint256) {
        return Math.saturatingSub(totalOf(lastLive(), token), _counted(token));
    }

    function _checkGuardian() private view onlyRole(Role.Guardian) {}

    function _refuseDouble(bytes32 root, bytes32 manifestHash) private {
        uint256 before = indexOf(root, manifestHash);
        if (before != 0) revert AlreadySubmitted(before);
        _submitted[_identity(root, manifestHash)] = _count + 1;
    }

    function _identity(bytes32 root, bytes32 manifestHash) private pure returns (bytes32) {
        return keccak256(abi.encode(root, manifestHash));
    }

    function _declare(Root storage root, address[] calldata tokens, uint256[] calldata totals) private {
        address before = address(0);
        for (uint256 i = 0; i < tokens.length; i++) {
            address token = tokens[i];
            if (token <= before) revert TokensNotAscending(token);
            if (totals[i] > uint128(type(int128).max)) revert TotalTooLarge(token);
            root.entries[token].total = totals[i];
            before = token;
        }
        root.tokens = tokens;
    }

    function _refuseFalling(Root storage from, Root storage to) private view {
        for (uint256 i = 0; i < from.tokens.length; i++) {
            address token = from.tokens[i];
            (uint256 old, uint256 total) = (from.entries[token].total, to.entries[token].total);
            if (total < old) revert TotalFalls(token, old, total);
        }
    }

    function _enqueue(Root storage root, uint32 index) private {
        uint32 last = _lastPending;
        root.ahead = last;
        if (last == 0) _firstPending = index;
        else _roots[last].behind = index;
        _lastPending = index;
        _pendingCount++;
    }

    function _dequeue(Root storage root) private {
        (uint32 ahead, uint32 behind) = (root.ahead, root.behind);
        if (ahead == 0) _firstPending = behind;
        else _roots[ahead].behind = behind;
        if (behind == 0) _lastPending = ahead;
        else _roots[behind].ahead = ahead;
        _pendingCount--;
    }

    function _isLive(uint256 index) private view returns (bool) {
        Status status = _roots[index].status;
        return status == Status.Pending || status == Status.Active;
    }

    /// @dev Sets aside what was claimed under an active root, and makes `next` the highest.
    function _endActive(Root storage root, uint256 next) private {
        for (uint256 i = 0; i < root.tokens.length; i++) {
            address token = root.tokens[i];
            uint256 under = root.entries[token].claimed;
            _setAside[token] += under;
            _makeRoom(_roots[next].entries[token], _counted(token) - under);
        }
        _highest = uint32(next);
    }

    /// @dev What was claimed under all active roots. Their highest has every token of the others.
    function _counted(address token) private view returns (uint256) {
        Entry storage top = _roots[_highest].entries[token];
        return uint256(int256(top.total + top.claimed) - top.room);
    }

    /// @dev Sets the room of a highest root, of which `counted` was claimed under all active roots, itself included. Totals
    /// are below 2^127 and what counts never passed one of them, so it fits.
    function _makeRoom(Entry storage entry, uint256 counted) private {
        entry.room = int128(int256(entry.total + entry.claimed) - int256(counted));
    }

    /// @dev What may still be claimed under the highest active root.
    function _room(Entry storage top) private view returns (uint256) {
        int256 left = int256(top.room) - int256(uint256(top.claimed));
        return left > 0 ? uint256(left) : 0;
    }

    function _highestBelow(Root storage root) private view returns (uint256 index) {
        index = root.below;
        while (index != 0 && _roots[index].status != Status.Active) index = _roots[index].below;
    }
}
