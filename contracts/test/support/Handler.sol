// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {RoyaltyDistributor} from "../../RoyaltyDistributor.sol";
import {DistributorTypes} from "../../distributor/DistributorTypes.sol";
import {vm} from "../Vm.sol";
import {BlacklistingToken, NoReturnToken, ReentrantToken, RevertingToken, Token} from "./Tokens.sol";
import {World} from "./World.sol";

/// @notice What may happen to a distributor, in any order: an honest publisher, a thief with the publisher's key, a guardian,
/// payees, payers and tokens that fail now and then. Each action checks what must hold at once; Invariants.t.sol
/// checks what must hold in the end.
contract Handler is World {
    uint256 public constant ACCOUNTS = 4;
    uint256 public constant TOKENS = 4;
    uint256 private constant KEY = 0xa11ce;

    /// The last account is the thief's: no honest root owes it anything.
    address[] public accounts = [vm.addr(KEY), address(0xb0b), address(0xca401), address(0x7417f)];
    Token[] public tokens;
    BlacklistingToken private dollar;
    RevertingToken private silver;
    ReentrantToken private hooked;

    /// By root: what its leaves say, by account and token.
    mapping(uint256 index => uint256[]) private _cumulatives;
    mapping(uint256 index => bool) public honest;
    /// What the books owe: they fall in no epoch.
    uint256[] private _books = new uint256[](ACCOUNTS * TOKENS);
    uint256 private _epoch;

    mapping(address token => uint256) public paidIn;
    mapping(address token => uint256) public rescued;
    /// What arrived at recipients, by account and token.
    mapping(address account => mapping(address token => uint256)) public received;
    /// The highest leaf of any root that was ever active, by account and token.
    mapping(address account => mapping(address token => uint256)) public highestLeaf;

    constructor() {
        newDistributor();
        tokens.push(new NoReturnToken());
        tokens.push(dollar = new BlacklistingToken());
        tokens.push(silver = new RevertingToken());
        tokens.push(hooked = new ReentrantToken());
        for (uint256 i = 1; i < TOKENS; i++)
            for (uint256 j = i; j > 0 && address(tokens[j]) < address(tokens[j - 1]); j--)
                (tokens[j], tokens[j - 1]) = (tokens[j - 1], tokens[j]);
    }

    function target() external view returns (RoyaltyDistributor) {
        return distributor;
    }

    // The publisher.

    function submitHonest(uint256 seed) external {
        uint256[] memory cumulatives = _books;
        for (uint256 i = 0; i < (ACCOUNTS - 1) * TOKENS; i++)
            if (_random(seed, i) % 3 > 0) cumulatives[i] += _random(seed, i) % 1e21;
        if (_submit(cumulatives, _sums(cumulatives), seed)) {
            honest[distributor.rootCount()] = true;
            _books = cumulatives;
        }
    }

    /// A stolen key: its tree owes the thief what there is or all there could be, and others too much, whatever it declares.
    function submitStolen(uint256 seed) external {
        uint256[] memory cumulatives = _books;
        uint256[] memory totals = new uint256[](TOKENS);
        for (uint256 i = 0; i < TOKENS; i++) {
            address token = address(tokens[i]);
            totals[i] = distributor.totalOf(distributor.lastLive(), token);
            if (_random(seed, i + 100) % 2 == 0)
                totals[i] += within(_random(seed, i + 200), 0, distributor.surplus(token));
            uint256 had = distributor.claimed(accounts[ACCOUNTS - 1], token);
            cumulatives[(ACCOUNTS - 1) * TOKENS + i] = _random(seed, i + 300) % 4 == 0
                ? type(uint256).max
                : had + within(_random(seed, i + 400), 1, totals[i] + 1);
        }
        for (uint256 i = 0; i < (ACCOUNTS - 1) * TOKENS; i++)
            if (_random(seed, i) % 4 == 0) cumulatives[i] += _random(seed, i) % 1e22;
        _submit(cumulatives, totals, seed);
    }

    function activateNext(bool waits) external {
        uint256 index = distributor.nextPending();
        if (waits) vm.warp(block.timestamp + WINDOW);
        uint256 before = distributor.highestActive();
        uint256[] memory missing = new uint256[](TOKENS);
        for (uint256 i = 0; i < TOKENS; i++) {
            uint256 total = distributor.totalOf(index, address(tokens[i]));
            uint256 can = tokens[i].balanceOf(address(distributor)) +
                distributor.claimedTotal(address(tokens[i])) -
                distributor.setAsideOf(address(tokens[i]));
            if (total > distributor.totalOf(before, address(tokens[i])) && total > can)
                missing[i] = total - can;
        }
        (, , uint256 opens, ) = distributor.roots(index);
        try distributor.activate(index) {
            for (uint256 i = 0; i < TOKENS; i++) assertEq(missing[i], 0, "activated without funds");
            assertTrue(block.timestamp >= opens, "activated within its window");
            _noteLeaves(index);
        } catch {}
    }

    /// An epoch as it should be, so that runs get far.
    function settle(uint256 seed) external {
        this.submitHonest(seed);
        this.fundNext(true, 0);
        this.activateNext(true);
    }

    /// Two roots of a thief whom the guardian does not stop in time.
    function steal(uint256 seed) external {
        for (uint256 n = 0; n < 2; n++) {
            this.submitStolen(_random(seed, n));
            this.activateNext(true);
            uint256 index = distributor.highestActive();
            for (uint256 i = 0; i < TOKENS; i++) _claimOne(index, ACCOUNTS - 1, i, seed);
        }
    }

    // The guardian and the owner.

    function disable(uint256 seed) external {
        uint256 count = distributor.rootCount();
        if (count == 0) return;
        uint256 index = within(seed, 1, count);
        // It ends what is stolen more often than what is honest.
        if (honest[index] && seed % 3 > 0) return;
        vm.prank(guardian);
        try distributor.disable(index) {} catch {}
    }

    /// What the books say of it: of what was set aside, what the highest root owes the same accounts.
    function recount(uint256 token) external {
        token = token % TOKENS;
        uint256 highest = distributor.highestActive();
        if (highest == 0 || anyStolenIsActive()) return;
        address of_ = address(tokens[token]);
        uint256 owed = 0;
        for (uint256 i = 0; i < ACCOUNTS; i++) {
            uint256 leaf = _cumulatives[highest][i * TOKENS + token];
            uint256 had = distributor.claimed(accounts[i], of_);
            owed += had < leaf ? had : leaf;
        }
        uint256 counted = distributor.claimedTotal(of_) - distributor.setAsideOf(of_);
        vm.prank(guardian);
        distributor.recount(of_, owed - counted);
    }

    function setPaused(uint256 seed) external {
        vm.startPrank(owner);
        if (distributor.paused()) distributor.unpause();
        else if (seed % 4 == 0) distributor.pause();
        vm.stopPrank();
    }

    function rescue(uint256 token, uint256 seed) external {
        Token of_ = tokens[token % TOKENS];
        uint256 surplus = distributor.surplus(address(of_));
        vm.startPrank(owner);
        try distributor.rescue(address(of_), owner, surplus + 1) {
            revert NotSo("rescued what somebody is owed");
        } catch {}
        uint256 amount = within(seed, 0, surplus);
        try distributor.rescue(address(of_), owner, amount) {
            rescued[address(of_)] += amount;
        } catch {}
        vm.stopPrank();
    }

    // Payers.

    function fundNext(bool enough, uint256 seed) external {
        uint256 index = distributor.nextPending();
        for (uint256 i = 0; i < TOKENS; i++) {
            uint256 amount = enough
                ? distributor.shortfall(index, address(tokens[i]))
                : _random(seed, i) % 1e21;
            tokens[i].mint(address(this), amount);
            tokens[i].approve(address(distributor), amount);
            try distributor.fund(address(tokens[i]), amount) {
                paidIn[address(tokens[i])] += amount;
            } catch {}
        }
    }

    function transferBare(uint256 seed) external {
        for (uint256 i = 0; i < TOKENS; i++) {
            uint256 amount = _random(seed, i) % 1e22;
            tokens[i].mint(address(distributor), amount);
            paidIn[address(tokens[i])] += amount;
        }
    }

    // Payees.

    function claimOne(uint256 index, uint256 account, uint256 token, uint256 seed) external {
        _claimOne(within(index, 1, distributor.rootCount() + 1), account % ACCOUNTS, token % TOKENS, seed);
    }

    function claimLatest(uint256 account, uint256 token, uint256 seed) external {
        _claimOne(distributor.highestActive(), account % ACCOUNTS, token % TOKENS, seed);
    }

    function claimMany(uint256 index, uint256 account, bool strict) external {
        index = within(index, 1, distributor.rootCount() + 1);
        account = account % ACCOUNTS;
        (address[] memory of_, uint256[] memory cumulatives, bytes32[][] memory proofs) = many(
            leavesOf(index),
            accounts[account]
        );
        uint256[] memory before = _balances(account);
        vm.prank(stranger);
        if (strict) {
            try distributor.claimStrict(index, accounts[account], of_, cumulatives, proofs) {} catch {}
        } else {
            try distributor.claim(index, accounts[account], of_, cumulatives, proofs) {} catch {}
        }
        for (uint256 i = 0; i < TOKENS; i++) _received(account, i, before[i]);
    }

    function setAccount(uint256 account, uint256 token, uint256 seed) external {
        vm.startPrank(accounts[account % ACCOUNTS]);
        distributor.setOptOut(seed % 2 == 0);
        address recipient = seed % 3 == 0 ? address(0) : address(uint160(0x9000 + (account % ACCOUNTS)));
        distributor.setRecipient(seed % 5 == 0 ? address(0) : address(tokens[token % TOKENS]), recipient);
        vm.stopPrank();
    }

    // Tokens.

    function setTokens(uint256 seed) external {
        silver.setHalted(seed % 4 == 0);
        dollar.setRefused(accounts[1], seed % 8 < 4);
        uint256 index = distributor.highestActive();
        if (index == 0 || seed % 16 < 8) return hooked.setCall(address(0), "");
        (address[] memory of_, uint256[] memory cumulatives, bytes32[][] memory proofs) = many(
            leavesOf(index),
            accounts[1]
        );
        hooked.setCall(
            address(distributor),
            abi.encodeWithSignature(
                "claim(uint256,address,address[],uint256[],bytes32[][])",
                index,
                accounts[1],
                of_,
                cumulatives,
                proofs
            )
        );
    }

    // What the tests ask.

    /// @notice Ends what is stolen, mends the tokens, and claims every leaf of every active root, from the first or from
    /// the last. Each must be paid. Only where a root that paid was disabled may money be missing.
    function claimEverything(bool fromTheLast) external {
        _mend();
        uint256 count = distributor.rootCount();
        for (uint256 n = 1; n <= count; n++) {
            uint256 index = fromTheLast ? count + 1 - n : n;
            (, , , DistributorTypes.Status status) = distributor.roots(index);
            if (status != DistributorTypes.Status.Active) continue;
            for (uint256 i = 0; i < ACCOUNTS * TOKENS; i++) _claimForSure(index, i);
        }
    }

    function anyStolenIsActive() public view returns (bool) {
        for (uint256 index = distributor.rootCount(); index > 0; index--) {
            (, , , DistributorTypes.Status status) = distributor.roots(index);
            if (status == DistributorTypes.Status.Active && !honest[index]) return true;
        }
        return false;
    }

    function leavesOf(uint256 index) public view returns (Leaf[] memory leaves) {
        leaves = new Leaf[](_cumulatives[index].length);
        for (uint256 i = 0; i < leaves.length; i++)
            leaves[i] = Leaf(accounts[i / TOKENS], address(tokens[i % TOKENS]), _cumulatives[index][i]);
    }

    function _submit(
        uint256[] memory cumulatives,
        uint256[] memory totals,
        uint256 seed
    ) private returns (bool submitted) {
        uint256 index = distributor.rootCount() + 1;
        address[] memory of_ = new address[](TOKENS);
        for (uint256 i = 0; i < TOKENS; i++) of_[i] = address(tokens[i]);
        _cumulatives[index] = cumulatives;
        bytes32 root = rootOf(leavesOf(index));
        bytes32 manifest = keccak256(abi.encode(seed, _epoch++));
        vm.prank(publisher);
        try distributor.submitRoot(root, manifest, of_, totals) {
            return true;
        } catch {
            return false;
        }
    }

    function _claimOne(uint256 index, uint256 account, uint256 token, uint256 seed) private {
        Leaf[] memory leaves = leavesOf(index);
        if (leaves.length == 0) return;
        uint256 place = account * TOKENS + token;
        uint256[] memory before = _balances(account);
        if (account == 0 && seed % 3 == 0) _claimSigned(index, leaves[place], proofOf(leaves, place));
        else tryClaim(index, leaves, place);
        for (uint256 i = 0; i < TOKENS; i++) _received(account, i, before[i]);
    }

    function _claimSigned(uint256 index, Leaf memory leaf, bytes32[] memory proof) private {
        RoyaltyDistributor.SignedClaim memory signed = RoyaltyDistributor.SignedClaim(
            index,
            leaf.account,
            leaf.token,
            distributor.recipientOf(leaf.account, leaf.token),
            leaf.cumulative,
            block.timestamp
        );
        bytes memory bySignature = signature(KEY, signed);
        try distributor.claimWithSignature(signed, proof, bySignature) {} catch {}
    }

    function _claimForSure(uint256 index, uint256 place) private {
        (address account, Token token) = (accounts[place / TOKENS], tokens[place % TOKENS]);
        uint256 before = distributor.claimed(account, address(token));
        uint256 cumulative = _cumulatives[index][place];
        if (cumulative <= before) return;
        if (distributor.setAsideOf(address(token)) > 0) {
            token.mint(address(distributor), cumulative - before);
            paidIn[address(token)] += cumulative - before;
        }
        claim(index, leavesOf(index), place);
    }

    function _mend() private {
        silver.setHalted(false);
        dollar.setRefused(accounts[1], false);
        hooked.setCall(address(0), "");
        vm.prank(owner);
        try distributor.unpause() {} catch {}
        for (uint256 index = 1; index <= distributor.rootCount(); index++) {
            if (honest[index]) continue;
            vm.prank(guardian);
            try distributor.disable(index) {} catch {}
        }
    }

    /// What left for an account is what was booked for it, no more and no less; and it was within the highest total.
    function _received(uint256 account, uint256 token, uint256 before) private {
        address of_ = address(tokens[token]);
        uint256 now_ = tokens[token].balanceOf(distributor.recipientOf(accounts[account], of_));
        received[accounts[account]][of_] += now_ - before;
        assertEq(
            distributor.claimed(accounts[account], of_),
            received[accounts[account]][of_],
            "booked is not received"
        );
        if (now_ == before) return;
        assertAtMost(
            distributor.claimedTotal(of_) - distributor.setAsideOf(of_),
            distributor.totalOf(distributor.highestActive(), of_),
            "claimed above the highest total"
        );
    }

    function _noteLeaves(uint256 index) private {
        Leaf[] memory leaves = leavesOf(index);
        for (uint256 i = 0; i < leaves.length; i++) {
            uint256 highest = highestLeaf[leaves[i].account][leaves[i].token];
            if (leaves[i].cumulative > highest)
                highestLeaf[leaves[i].account][leaves[i].token] = leaves[i].cumulative;
        }
    }

    function _balances(uint256 account) private view returns (uint256[] memory found) {
        found = new uint256[](TOKENS);
        for (uint256 i = 0; i < TOKENS; i++)
            found[i] = tokens[i].balanceOf(distributor.recipientOf(accounts[account], address(tokens[i])));
    }

    function _sums(uint256[] memory cumulatives) private pure returns (uint256[] memory totals) {
        totals = new uint256[](TOKENS);
        for (uint256 i = 0; i < cumulatives.length; i++) totals[i % TOKENS] += cumulatives[i];
    }

    function _random(uint256 seed, uint256 n) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, n)));
    }
}
