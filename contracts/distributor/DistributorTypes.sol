// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title The events and errors of a RoyaltyDistributor
/// @notice Amounts are in the token's smallest unit. Indexes of roots begin at 1.
interface DistributorTypes {
    enum Status {
        None,
        Pending,
        Active,
        Disabled
    }

    /// @notice A root waits for its challenge window. From `activatableAt` (Unix seconds) on anyone may activate it.
    event RootSubmitted(
        uint256 indexed index,
        bytes32 indexed root,
        bytes32 manifestHash,
        uint256 activatableAt
    );
    event RootActivated(uint256 indexed index);
    event RootDisabled(uint256 indexed index);
    /// @notice `amount` left for the account. `cumulative` is all that the account has claimed of the token since the
    /// first root, so a reader that missed an earlier log still knows the sum.
    event Claimed(
        address indexed account,
        address indexed token,
        uint256 cumulative,
        uint256 amount,
        bytes32 root
    );
    /// @notice One token of a claim of several was not paid and nothing of it was booked. `reason` is the first bytes of
    /// the error.
    event ClaimFailed(address indexed account, address indexed token, bytes reason);
    event Funded(address indexed token, address indexed from, uint256 amount);
    event Rescued(address indexed token, address indexed to, uint256 amount);
    /// @notice The guardian counts `amount` of claims of disabled roots under this one.
    event Recounted(uint256 indexed index, address indexed token, uint256 amount);
    /// @notice `token` is zero where the recipient is for every token; `to` is zero where it was taken back.
    event RecipientSet(address indexed account, address indexed token, address to);
    event OptOutSet(address indexed account, bool optedOut);

    error WindowTooLong(uint256 most);
    error EmptyRoot();
    error LengthsDiffer();
    error TooManyTokens(uint256 most);
    error TokensNotAscending(address token);
    error TotalTooLarge(address token);
    /// @notice A total of a later root is never below that of an earlier one: the earlier one's proofs would die.
    error TotalFalls(address token, uint256 from, uint256 to);
    error TooManyPending(uint256 most);
    error AlreadySubmitted(uint256 index);
    error RootNotPending(uint256 index);
    error RootNotActive(uint256 index);
    error RootNotLive(uint256 index);
    error WindowOpen(uint256 activatableAt);
    /// @notice Roots are activated in the order in which they were submitted. `next` is the one whose turn it is.
    error NotNext(uint256 next);
    error Unfunded(address token, uint256 missing);
    error ExceedsSetAside(address token, uint256 setAside);

    error InvalidProof();
    error AlreadyClaimed(address account, address token, uint256 claimed);
    /// @notice The claim is above what the publisher declared for the root or for the highest active root.
    error ExceedsDeclared(address token, uint256 amount, uint256 available);
    error AccountOptedOut(address account);
    error InvalidRecipient(address to);
    error SignatureExpired(uint256 deadline);
    error InvalidSignature();
    error OnlySelf();
    /// @notice Each token of a claim of several gets the same gas, so that none fails for what another used.
    error NotEnoughGas(uint256 eachToken);

    error ReceivedDiffers(address token, uint256 sent, uint256 received);
    error ExceedsSurplus(address token, uint256 surplus);
}
