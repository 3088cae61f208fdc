// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Roles} from "./distributor/Roles.sol";
import {Roots} from "./distributor/Roots.sol";

/// @title Pays what Merkle roots of cumulative amounts say, to whoever is in them
/// @notice Leaves are those of OpenZeppelin's StandardMerkleTree of (account, token, cumulative). An account claims the
/// difference between its cumulative amount and what it claimed before. See docs/chain.md, "The distributor".
contract RoyaltyDistributor is EIP712, Roots {
    using SafeERC20 for IERC20;

    /// @notice Gas of one token in a claim of several. A token that burns more fails alone.
    uint256 public constant GAS_EACH_TOKEN = 500_000;
    /// @notice Bytes of an error that ClaimFailed keeps.
    uint256 public constant REASON_BYTES_MAX = 256;

    bytes32 private constant CLAIM_TYPE =
        keccak256("Claim(address account,address token,address to,uint256 cumulative,uint256 deadline)");

    /// @notice A claim that the account signed. The cumulative amount is the nonce: once it is claimed, the signature is
    /// used up.
    struct SignedClaim {
        uint256 index;
        address account;
        address token;
        address to;
        uint256 cumulative;
        uint256 deadline;
    }

    /// @dev One slot, because each claim reads it.
    struct Settings {
        /// For every token without one of its own; zero: the account itself.
        address recipient;
        bool optedOut;
        bool hasTokenRecipients;
    }

    /// @notice All that the account has claimed of the token.
    mapping(address account => mapping(address token => uint256)) public claimed;
    mapping(address account => Settings) private _settings;
    mapping(address account => mapping(address token => address)) private _tokenRecipients;

    /// @param challengeWindow Seconds in which the guardian can look at a root before it pays.
    constructor(
        address owner,
        address publisher,
        address guardian,
        uint256 challengeWindow
    ) EIP712("RoyaltyDistributor", "1") Roles(owner, publisher, guardian) Roots(challengeWindow) {}

    /// @notice Claims one token for the caller, to the recipient that the caller set. Reverts when nothing is paid.
    function claim(
        uint256 index,
        address token,
        uint256 cumulative,
        bytes32[] calldata proof
    ) external whenNotPaused nonReentrant {
        _claim(index, msg.sender, recipientOf(msg.sender, token), token, cumulative, proof);
    }

    /// @notice Claims several tokens to the account's recipient. Anyone may, unless the account opted out. A token whose
    /// cumulative amount was claimed already is skipped. One that fails is rolled back alone, with ClaimFailed.
    function claim(
        uint256 index,
        address account,
        address[] calldata tokens,
        uint256[] calldata cumulatives,
        bytes32[][] calldata proofs
    ) external whenNotPaused nonReentrant {
        _checkMany(account, tokens.length, cumulatives.length, proofs.length);
        _activeRoot(index);
        for (uint256 i = 0; i < tokens.length; i++) {
            if (claimed[account][tokens[i]] == cumulatives[i]) continue;
            _claimAlone(index, account, tokens[i], cumulatives[i], proofs[i]);
        }
    }

    /// @notice As the claim of several tokens, but pays all of them or reverts.
    function claimStrict(
        uint256 index,
        address account,
        address[] calldata tokens,
        uint256[] calldata cumulatives,
        bytes32[][] calldata proofs
    ) external whenNotPaused nonReentrant {
        _checkMany(account, tokens.length, cumulatives.length, proofs.length);
        for (uint256 i = 0; i < tokens.length; i++)
            _claim(index, account, recipientOf(account, tokens[i]), tokens[i], cumulatives[i], proofs[i]);
    }

    /// @notice Claims one token to the address that the account signed, by anyone's hand, also where the account opted
    /// out. Contract wallets sign by ERC-1271; an account with delegated code (EIP-7702) by its key or by ERC-1271.
    function claimWithSignature(
        SignedClaim calldata signed,
        bytes32[] calldata proof,
        bytes calldata signature
    ) external whenNotPaused nonReentrant {
        if (block.timestamp > signed.deadline) revert SignatureExpired(signed.deadline);
        _checkRecipient(signed.to);
        _checkSignature(signed, signature);
        _claim(signed.index, signed.account, signed.to, signed.token, signed.cumulative, proof);
    }

    /// @notice One token of a claim of several: a call of the contract to itself, so that booking and transfer roll back
    /// together.
    function claimAlone(
        uint256 index,
        address account,
        address token,
        uint256 cumulative,
        bytes32[] calldata proof
    ) external {
        if (msg.sender != address(this)) revert OnlySelf();
        _claim(index, account, recipientOf(account, token), token, cumulative, proof);
    }

    /// @notice Sends the caller's claims to another address.
    /// @param token Zero: every token without a recipient of its own.
    /// @param to Zero takes the setting back.
    function setRecipient(address token, address to) external {
        if (to == address(this)) revert InvalidRecipient(to);
        Settings storage settings = _settings[msg.sender];
        if (token == address(0)) {
            settings.recipient = to;
        } else {
            settings.hasTokenRecipients = true;
            _tokenRecipients[msg.sender][token] = to;
        }
        emit RecipientSet(msg.sender, token, to);
    }

    /// @notice While set, only the caller and its signatures claim for the caller.
    function setOptOut(bool optOut) external {
        _settings[msg.sender].optedOut = optOut;
        emit OptOutSet(msg.sender, optOut);
    }

    /// @notice Pays in. A bare transfer to the contract counts as well; this one refuses a token that keeps a fee.
    function fund(address token, uint256 amount) external nonReentrant {
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = IERC20(token).balanceOf(address(this)) - before;
        if (received != amount) revert ReceivedDiffers(token, amount, received);
        emit Funded(token, msg.sender, amount);
    }

    /// @notice Takes out what no root, pending or active, owes. Token zero is the chain's own coin, which the contract owes
    /// to nobody.
    function rescue(address token, address to, uint256 amount) external onlyOwner nonReentrant {
        uint256 most = surplus(token);
        if (amount > most) revert ExceedsSurplus(token, most);
        emit Rescued(token, to, amount);
        if (token == address(0)) Address.sendValue(payable(to), amount);
        else IERC20(token).safeTransfer(to, amount);
    }

    /// @notice What `rescue` may take.
    function surplus(address token) public view returns (uint256) {
        if (token == address(0)) return address(this).balance;
        return Math.saturatingSub(IERC20(token).balanceOf(address(this)), _owed(token));
    }

    /// @notice Where claims of the account go.
    function recipientOf(address account, address token) public view returns (address) {
        Settings storage settings = _settings[account];
        if (settings.hasTokenRecipients) {
            address own = _tokenRecipients[account][token];
            if (own != address(0)) return own;
        }
        address recipient = settings.recipient;
        return recipient == address(0) ? account : recipient;
    }

    function optedOut(address account) public view returns (bool) {
        return _settings[account].optedOut;
    }

    function _claim(
        uint256 index,
        address account,
        address to,
        address token,
        uint256 cumulative,
        bytes32[] calldata proof
    ) private {
        bytes32 root = _activeRoot(index);
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(account, token, cumulative))));
        if (!MerkleProof.verifyCalldata(proof, root, leaf)) revert InvalidProof();
        uint256 before = claimed[account][token];
        if (cumulative <= before) revert AlreadyClaimed(account, token, before);
        uint256 amount = cumulative - before;
        claimed[account][token] = cumulative;
        _book(index, token, amount);
        emit Claimed(account, token, cumulative, amount, root);
        IERC20(token).safeTransfer(to, amount);
    }

    /// @dev The gas is the same for each token and is there before the call: a caller's estimate would otherwise find the
    /// lowest limit at which every token fails for want of gas and the transaction does not.
    function _claimAlone(
        uint256 index,
        address account,
        address token,
        uint256 cumulative,
        bytes32[] calldata proof
    ) private {
        bytes memory data = abi.encodeCall(this.claimAlone, (index, account, token, cumulative, proof));
        if ((gasleft() * 63) / 64 < GAS_EACH_TOKEN) revert NotEnoughGas(GAS_EACH_TOKEN);
        bool success;
        assembly ("memory-safe") {
            success := call(GAS_EACH_TOKEN, address(), 0, add(data, 0x20), mload(data), 0, 0)
        }
        if (!success) emit ClaimFailed(account, token, _reason());
    }

    /// @dev The first bytes of what the last call returned: a token may return as much as it likes.
    function _reason() private pure returns (bytes memory reason) {
        assembly ("memory-safe") {
            let size := returndatasize()
            if gt(size, REASON_BYTES_MAX) {
                size := REASON_BYTES_MAX
            }
            reason := mload(0x40)
            mstore(reason, size)
            returndatacopy(add(reason, 0x20), 0, size)
            mstore(0x40, add(reason, add(REASON_BYTES_MAX, 0x20)))
        }
    }

    function _checkMany(address account, uint256 tokens, uint256 cumulatives, uint256 proofs) private view {
        if (tokens != cumulatives || tokens != proofs) revert LengthsDiffer();
        if (msg.sender != account && optedOut(account)) revert AccountOptedOut(account);
    }

    function _checkRecipient(address to) private view {
        if (to == address(0) || to == address(this)) revert InvalidRecipient(to);
    }

    /// @dev The key of an EIP-7702 account stays its owner whatever code it delegates to, so its signature is tried first.
    function _checkSignature(SignedClaim calldata signed, bytes calldata signature) private view {
        bytes32 hash = _hashTypedDataV4(
            keccak256(
                abi.encode(
                    CLAIM_TYPE,
                    signed.account,
                    signed.token,
                    signed.to,
                    signed.cumulative,
                    signed.deadline
                )
            )
        );
        (address signer, ECDSA.RecoverError error_, ) = ECDSA.tryRecoverCalldata(hash, signature);
        if (error_ == ECDSA.RecoverError.NoError && signer == signed.account) return;
        if (!SignatureChecker.isValidERC1271SignatureNowCalldata(signed.account, hash, signature))
            revert InvalidSignature();
    }
}
