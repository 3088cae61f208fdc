// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {RoyaltyDistributor} from "../../RoyaltyDistributor.sol";
import {Test} from "../Test.sol";
import {vm} from "../Vm.sol";
import {Token} from "./Tokens.sol";
import {Tree} from "./Tree.sol";

/// @notice A distributor with its keys, and what each test does to it.
abstract contract World is Test {
    struct Leaf {
        address account;
        address token;
        uint256 cumulative;
    }

    uint256 internal constant WINDOW = 1 days;

    address internal owner = address(0x0a);
    address internal publisher = address(0x0b);
    address internal guardian = address(0x0c);
    address internal stranger = address(0x0d);

    RoyaltyDistributor internal distributor;

    function newDistributor() internal {
        vm.warp(1_800_000_000);
        distributor = new RoyaltyDistributor(owner, publisher, guardian, WINDOW);
    }

    function fund(Token token, uint256 amount) internal {
        token.mint(address(this), amount);
        token.approve(address(distributor), amount);
        distributor.fund(address(token), amount);
    }

    /// @notice Submits what the leaves say, with the sums of the leaves as totals.
    function submit(Leaf[] memory leaves) internal returns (uint256 index) {
        (address[] memory tokens, uint256[] memory totals) = sums(leaves);
        vm.prank(publisher);
        return distributor.submitRoot(rootOf(leaves), manifestOf(leaves), tokens, totals);
    }

    function activate(uint256 index) internal {
        vm.warp(block.timestamp + WINDOW);
        distributor.activate(index);
    }

    /// @notice Funds, submits and activates.
    function publish(Leaf[] memory leaves) internal returns (uint256 index) {
        (address[] memory tokens, ) = sums(leaves);
        index = submit(leaves);
        for (uint256 i = 0; i < tokens.length; i++) {
            uint256 missing = distributor.shortfall(index, tokens[i]);
            if (missing > 0) fund(Token(tokens[i]), missing);
        }
        activate(index);
    }

    function claim(uint256 index, Leaf[] memory leaves, uint256 place) internal {
        Leaf memory leaf = leaves[place];
        bytes32[] memory proof = proofOf(leaves, place);
        vm.prank(leaf.account);
        distributor.claim(index, leaf.token, leaf.cumulative, proof);
    }

    /// @notice As `claim`, and says whether it succeeded.
    function tryClaim(uint256 index, Leaf[] memory leaves, uint256 place) internal returns (bool success) {
        Leaf memory leaf = leaves[place];
        bytes32[] memory proof = proofOf(leaves, place);
        vm.prank(leaf.account);
        (success, ) = address(distributor).call(
            abi.encodeWithSignature(
                "claim(uint256,address,uint256,bytes32[])",
                index,
                leaf.token,
                leaf.cumulative,
                proof
            )
        );
    }

    /// @notice All tokens of one account in one call.
    function many(
        Leaf[] memory leaves,
        address account
    ) internal pure returns (address[] memory tokens, uint256[] memory cumulatives, bytes32[][] memory proofs) {
        uint256 count = 0;
        for (uint256 i = 0; i < leaves.length; i++) if (leaves[i].account == account) count++;
        (tokens, cumulatives, proofs) = (new address[](count), new uint256[](count), new bytes32[][](count));
        count = 0;
        for (uint256 i = 0; i < leaves.length; i++) {
            if (leaves[i].account != account) continue;
            tokens[count] = leaves[i].token;
            cumulatives[count] = leaves[i].cumulative;
            proofs[count++] = proofOf(leaves, i);
        }
    }

    function rootOf(Leaf[] memory leaves) internal pure returns (bytes32) {
        return Tree.root(hashes(leaves));
    }

    function proofOf(Leaf[] memory leaves, uint256 place) internal pure returns (bytes32[] memory) {
        return Tree.proof(hashes(leaves), place);
    }

    function manifestOf(Leaf[] memory leaves) internal pure returns (bytes32) {
        return keccak256(abi.encode(leaves));
    }

    function hashes(Leaf[] memory leaves) internal pure returns (bytes32[] memory found) {
        found = new bytes32[](leaves.length);
        for (uint256 i = 0; i < leaves.length; i++)
            found[i] = Tree.leaf(leaves[i].account, leaves[i].token, leaves[i].cumulative);
    }

    /// @notice The tokens of the leaves, ascending, with their sums.
    function sums(
        Leaf[] memory leaves
    ) internal pure returns (address[] memory tokens, uint256[] memory totals) {
        (tokens, totals) = (new address[](leaves.length), new uint256[](leaves.length));
        uint256 count = 0;
        for (uint256 i = 0; i < leaves.length; i++) {
            uint256 place = 0;
            while (place < count && tokens[place] < leaves[i].token) place++;
            if (place == count || tokens[place] != leaves[i].token) {
                for (uint256 j = count++; j > place; j--) (tokens[j], totals[j]) = (tokens[j - 1], totals[j - 1]);
                (tokens[place], totals[place]) = (leaves[i].token, 0);
            }
            totals[place] += leaves[i].cumulative;
        }
        assembly {
            mstore(tokens, count)
            mstore(totals, count)
        }
    }

    function signature(
        uint256 key,
        RoyaltyDistributor.SignedClaim memory signed
    ) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest(address(distributor), signed));
        return abi.encodePacked(r, s, v);
    }

    /// @dev Written out again here, from EIP-712, to hold the contract against it.
    function digest(
        address verifier,
        RoyaltyDistributor.SignedClaim memory signed
    ) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256("RoyaltyDistributor"),
                keccak256("1"),
                block.chainid,
                verifier
            )
        );
        bytes32 message = keccak256(
            abi.encode(
                keccak256(
                    "Claim(address account,address token,address to,uint256 cumulative,uint256 deadline)"
                ),
                signed.account,
                signed.token,
                signed.to,
                signed.cumulative,
                signed.deadline
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, message));
    }
}
