// Made by `npm run contracts` from contracts/RoyaltyDistributor.sol.
export const royaltyDistributor = {
  abi: [
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "owner",
          "type": "address"
        },
        {
          "internalType": "address",
          "name": "publisher",
          "type": "address"
        },
        {
          "internalType": "address",
          "name": "guardian",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "challengeWindow",
          "type": "uint256"
        }
      ],
      "stateMutability": "nonpayable",
      "type": "constructor"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "account",
          "type": "address"
        }
      ],
      "name": "AccountOptedOut",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "account",
          "type": "address"
        },
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "claimed",
          "type": "uint256"
        }
      ],
      "name": "AlreadyClaimed",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        }
      ],
      "name": "AlreadySubmitted",
      "type": "error"
    },
    {
      "inputs": [],
      "name": "EmptyRoot",
      "type": "error"
    },
    {
      "inputs": [],
      "name": "EnforcedPause",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "amount",
          "type": "uint256"
        },
        {
          "internalType": "uint256",
          "name": "available",
          "type": "uint256"
        }
      ],
      "name": "ExceedsDeclared",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "setAside",
          "type": "uint256"
        }
      ],
      "name": "ExceedsSetAside",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "surplus",
          "type": "uint256"
        }
      ],
      "name": "ExceedsSurplus",
      "type": "error"
    },
    {
      "inputs": [],
      "name": "ExpectedPause",
      "type": "error"
    },
    {
      "inputs": [],
      "name": "FailedCall",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "balance",
          "type": "uint256"
        },
        {
          "internalType": "uint256",
          "name": "needed",
          "type": "uint256"
        }
      ],
      "name": "InsufficientBalance",
      "type": "error"
    },
    {
      "inputs": [],
      "name": "InvalidProof",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "to",
          "type": "address"
        }
      ],
      "name": "InvalidRecipient",
      "type": "error"
    },
    {
      "inputs": [],
      "name": "InvalidShortString",
      "type": "error"
    },
    {
      "inputs": [],
      "name": "InvalidSignature",
      "type": "error"
    },
    {
      "inputs": [],
      "name": "LengthsDiffer",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "eachToken",
          "type": "uint256"
        }
      ],
      "name": "NotEnoughGas",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "enum Roles.Role",
          "name": "role",
          "type": "uint8"
        },
        {
          "internalType": "address",
          "name": "caller",
          "type": "address"
        }
      ],
      "name": "NotInRole",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "next",
          "type": "uint256"
        }
      ],
      "name": "NotNext",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "enum Roles.Role",
          "name": "role",
          "type": "uint8"
        },
        {
          "internalType": "address",
          "name": "caller",
          "type": "address"
        }
      ],
      "name": "NotProposed",
      "type": "error"
    },
    {
      "inputs": [],
      "name": "OnlySelf",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "owner",
          "type": "address"
        }
      ],
      "name": "OwnableInvalidOwner",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "account",
          "type": "address"
        }
      ],
      "name": "OwnableUnauthorizedAccount",
      "type": "error"
    },
    {
      "inputs": [],
      "name": "OwnerRequired",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "sent",
          "type": "uint256"
        },
        {
          "internalType": "uint256",
          "name": "received",
          "type": "uint256"
        }
      ],
      "name": "ReceivedDiffers",
      "type": "error"
    },
    {
      "inputs": [],
      "name": "ReentrancyGuardReentrantCall",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "key",
          "type": "address"
        }
      ],
      "name": "RolesNotSeparate",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        }
      ],
      "name": "RootNotActive",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        }
      ],
      "name": "RootNotLive",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        }
      ],
      "name": "RootNotPending",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        }
      ],
      "name": "SafeERC20FailedOperation",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "deadline",
          "type": "uint256"
        }
      ],
      "name": "SignatureExpired",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "string",
          "name": "str",
          "type": "string"
        }
      ],
      "name": "StringTooLong",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        }
      ],
      "name": "TokensNotAscending",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "most",
          "type": "uint256"
        }
      ],
      "name": "TooManyPending",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "most",
          "type": "uint256"
        }
      ],
      "name": "TooManyTokens",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "from",
          "type": "uint256"
        },
        {
          "internalType": "uint256",
          "name": "to",
          "type": "uint256"
        }
      ],
      "name": "TotalFalls",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        }
      ],
      "name": "TotalTooLarge",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "missing",
          "type": "uint256"
        }
      ],
      "name": "Unfunded",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "activatableAt",
          "type": "uint256"
        }
      ],
      "name": "WindowOpen",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "most",
          "type": "uint256"
        }
      ],
      "name": "WindowTooLong",
      "type": "error"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "address",
          "name": "account",
          "type": "address"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "indexed": false,
          "internalType": "bytes",
          "name": "reason",
          "type": "bytes"
        }
      ],
      "name": "ClaimFailed",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "address",
          "name": "account",
          "type": "address"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "indexed": false,
          "internalType": "uint256",
          "name": "cumulative",
          "type": "uint256"
        },
        {
          "indexed": false,
          "internalType": "uint256",
          "name": "amount",
          "type": "uint256"
        },
        {
          "indexed": false,
          "internalType": "bytes32",
          "name": "root",
          "type": "bytes32"
        }
      ],
      "name": "Claimed",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [],
      "name": "EIP712DomainChanged",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "from",
          "type": "address"
        },
        {
          "indexed": false,
          "internalType": "uint256",
          "name": "amount",
          "type": "uint256"
        }
      ],
      "name": "Funded",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "address",
          "name": "account",
          "type": "address"
        },
        {
          "indexed": false,
          "internalType": "bool",
          "name": "optedOut",
          "type": "bool"
        }
      ],
      "name": "OptOutSet",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "address",
          "name": "previousOwner",
          "type": "address"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "newOwner",
          "type": "address"
        }
      ],
      "name": "OwnershipTransferStarted",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "address",
          "name": "previousOwner",
          "type": "address"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "newOwner",
          "type": "address"
        }
      ],
      "name": "OwnershipTransferred",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": false,
          "internalType": "address",
          "name": "account",
          "type": "address"
        }
      ],
      "name": "Paused",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "address",
          "name": "account",
          "type": "address"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "indexed": false,
          "internalType": "address",
          "name": "to",
          "type": "address"
        }
      ],
      "name": "RecipientSet",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "indexed": false,
          "internalType": "uint256",
          "name": "amount",
          "type": "uint256"
        }
      ],
      "name": "Recounted",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "to",
          "type": "address"
        },
        {
          "indexed": false,
          "internalType": "uint256",
          "name": "amount",
          "type": "uint256"
        }
      ],
      "name": "Rescued",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "enum Roles.Role",
          "name": "role",
          "type": "uint8"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "from",
          "type": "address"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "to",
          "type": "address"
        }
      ],
      "name": "RoleChanged",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "enum Roles.Role",
          "name": "role",
          "type": "uint8"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "proposed",
          "type": "address"
        }
      ],
      "name": "RoleProposed",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        }
      ],
      "name": "RootActivated",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        }
      ],
      "name": "RootDisabled",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        },
        {
          "indexed": true,
          "internalType": "bytes32",
          "name": "root",
          "type": "bytes32"
        },
        {
          "indexed": false,
          "internalType": "bytes32",
          "name": "manifestHash",
          "type": "bytes32"
        },
        {
          "indexed": false,
          "internalType": "uint256",
          "name": "activatableAt",
          "type": "uint256"
        }
      ],
      "name": "RootSubmitted",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": false,
          "internalType": "address",
          "name": "account",
          "type": "address"
        }
      ],
      "name": "Unpaused",
      "type": "event"
    },
    {
      "inputs": [],
      "name": "GAS_EACH_TOKEN",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "PENDING_MAX",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "REASON_BYTES_MAX",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "TOKENS_MAX",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "WINDOW_MAX",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "acceptOwnership",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "enum Roles.Role",
          "name": "role",
          "type": "uint8"
        }
      ],
      "name": "acceptRole",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        }
      ],
      "name": "activate",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "challengeWindow",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        },
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "cumulative",
          "type": "uint256"
        },
        {
          "internalType": "bytes32[]",
          "name": "proof",
          "type": "bytes32[]"
        }
      ],
      "name": "claim",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        },
        {
          "internalType": "address",
          "name": "account",
          "type": "address"
        },
        {
          "internalType": "address[]",
          "name": "tokens",
          "type": "address[]"
        },
        {
          "internalType": "uint256[]",
          "name": "cumulatives",
          "type": "uint256[]"
        },
        {
          "internalType": "bytes32[][]",
          "name": "proofs",
          "type": "bytes32[][]"
        }
      ],
      "name": "claim",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        },
        {
          "internalType": "address",
          "name": "account",
          "type": "address"
        },
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "cumulative",
          "type": "uint256"
        },
        {
          "internalType": "bytes32[]",
          "name": "proof",
          "type": "bytes32[]"
        }
      ],
      "name": "claimAlone",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        },
        {
          "internalType": "address",
          "name": "account",
          "type": "address"
        },
        {
          "internalType": "address[]",
          "name": "tokens",
          "type": "address[]"
        },
        {
          "internalType": "uint256[]",
          "name": "cumulatives",
          "type": "uint256[]"
        },
        {
          "internalType": "bytes32[][]",
          "name": "proofs",
          "type": "bytes32[][]"
        }
      ],
      "name": "claimStrict",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "components": [
            {
              "internalType": "uint256",
              "name": "index",
              "type": "uint256"
            },
            {
              "internalType": "address",
              "name": "account",
              "type": "address"
            },
            {
              "internalType": "address",
              "name": "token",
              "type": "address"
            },
            {
              "internalType": "address",
              "name": "to",
              "type": "address"
            },
            {
              "internalType": "uint256",
              "name": "cumulative",
              "type": "uint256"
            },
            {
              "internalType": "uint256",
              "name": "deadline",
              "type": "uint256"
            }
          ],
          "internalType": "struct RoyaltyDistributor.SignedClaim",
          "name": "signed",
          "type": "tuple"
        },
        {
          "internalType": "bytes32[]",
          "name": "proof",
          "type": "bytes32[]"
        },
        {
          "internalType": "bytes",
          "name": "signature",
          "type": "bytes"
        }
      ],
      "name": "claimWithSignature",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "account",
          "type": "address"
        },
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        }
      ],
      "name": "claimed",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        }
      ],
      "name": "claimedTotal",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        },
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        }
      ],
      "name": "claimedUnder",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        }
      ],
      "name": "disable",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "eip712Domain",
      "outputs": [
        {
          "internalType": "bytes1",
          "name": "fields",
          "type": "bytes1"
        },
        {
          "internalType": "string",
          "name": "name",
          "type": "string"
        },
        {
          "internalType": "string",
          "name": "version",
          "type": "string"
        },
        {
          "internalType": "uint256",
          "name": "chainId",
          "type": "uint256"
        },
        {
          "internalType": "address",
          "name": "verifyingContract",
          "type": "address"
        },
        {
          "internalType": "bytes32",
          "name": "salt",
          "type": "bytes32"
        },
        {
          "internalType": "uint256[]",
          "name": "extensions",
          "type": "uint256[]"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "amount",
          "type": "uint256"
        }
      ],
      "name": "fund",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        }
      ],
      "name": "funded",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "guardian",
      "outputs": [
        {
          "internalType": "address",
          "name": "",
          "type": "address"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "highestActive",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "bytes32",
          "name": "root",
          "type": "bytes32"
        },
        {
          "internalType": "bytes32",
          "name": "manifestHash",
          "type": "bytes32"
        }
      ],
      "name": "indexOf",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "lastLive",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "nextPending",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "account",
          "type": "address"
        }
      ],
      "name": "optedOut",
      "outputs": [
        {
          "internalType": "bool",
          "name": "",
          "type": "bool"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "owner",
      "outputs": [
        {
          "internalType": "address",
          "name": "",
          "type": "address"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "pause",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "paused",
      "outputs": [
        {
          "internalType": "bool",
          "name": "",
          "type": "bool"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "pendingOwner",
      "outputs": [
        {
          "internalType": "address",
          "name": "",
          "type": "address"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "enum Roles.Role",
          "name": "role",
          "type": "uint8"
        },
        {
          "internalType": "address",
          "name": "key",
          "type": "address"
        }
      ],
      "name": "proposeRole",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "enum Roles.Role",
          "name": "role",
          "type": "uint8"
        }
      ],
      "name": "proposed",
      "outputs": [
        {
          "internalType": "address",
          "name": "",
          "type": "address"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "publisher",
      "outputs": [
        {
          "internalType": "address",
          "name": "",
          "type": "address"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "account",
          "type": "address"
        },
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        }
      ],
      "name": "recipientOf",
      "outputs": [
        {
          "internalType": "address",
          "name": "",
          "type": "address"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "amount",
          "type": "uint256"
        }
      ],
      "name": "recount",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "renounceOwnership",
      "outputs": [],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "address",
          "name": "to",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "amount",
          "type": "uint256"
        }
      ],
      "name": "rescue",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "enum Roles.Role",
          "name": "role",
          "type": "uint8"
        }
      ],
      "name": "revokeRole",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "rootCount",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        }
      ],
      "name": "roots",
      "outputs": [
        {
          "internalType": "bytes32",
          "name": "root",
          "type": "bytes32"
        },
        {
          "internalType": "bytes32",
          "name": "manifestHash",
          "type": "bytes32"
        },
        {
          "internalType": "uint256",
          "name": "activatableAt",
          "type": "uint256"
        },
        {
          "internalType": "enum DistributorTypes.Status",
          "name": "status",
          "type": "uint8"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        }
      ],
      "name": "setAsideOf",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "bool",
          "name": "optOut",
          "type": "bool"
        }
      ],
      "name": "setOptOut",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "address",
          "name": "to",
          "type": "address"
        }
      ],
      "name": "setRecipient",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        },
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        }
      ],
      "name": "shortfall",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "bytes32",
          "name": "root",
          "type": "bytes32"
        },
        {
          "internalType": "bytes32",
          "name": "manifestHash",
          "type": "bytes32"
        },
        {
          "internalType": "address[]",
          "name": "tokens",
          "type": "address[]"
        },
        {
          "internalType": "uint256[]",
          "name": "totals",
          "type": "uint256[]"
        }
      ],
      "name": "submitRoot",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        }
      ],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        }
      ],
      "name": "surplus",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        }
      ],
      "name": "tokensOf",
      "outputs": [
        {
          "internalType": "address[]",
          "name": "",
          "type": "address[]"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        },
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        }
      ],
      "name": "totalOf",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "newOwner",
          "type": "address"
        }
      ],
      "name": "transferOwnership",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "unpause",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    }
  ],
  bytecode:
    '0x610180604052348015610010575f5ffd5b5060405161540538038061540583398101604081905261002f91610393565b8084848482604051806040016040528060128152602001712937bcb0b63a3ca234b9ba3934b13aba37b960711b815250604051806040016040528060018152602001603160f81b815250610088826101f060201b60201c565b61012052610095816101f0565b61014052815160208084019190912060e052815190820120610100524660a05261012160e05161010051604080517f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f60208201529081019290925260608201524660808201523060a08201525f9060c00160405160208183030381529060405280519060200120905090565b60805250503060c0526001600160a01b03811661015857604051631e4fbdf760e01b81525f60048201526024015b60405180910390fd5b6101618161022d565b50806001600160a01b0316826001600160a01b03160361019f5760405163b0ec069960e01b81526001600160a01b038316600482015260240161014f565b6101a95f83610249565b6101b4600182610249565b5050506301e133808111156101e25760405163814d6a5f60e01b81526301e13380600482015260240161014f565b610160525061044a92505050565b5f5f829050601f8151111561021a578260405163305a27a960e01b815260040161014f91906103db565b805161022582610410565b179392505050565b600380546001600160a01b031916905561024681610327565b50565b806001600160a01b031660045f84600181111561026857610268610436565b600181111561027957610279610436565b815260208101919091526040015f20546001600160a01b03168360018111156102a4576102a4610436565b6040517f89b2ee67afa436288c599865a5dd2652d516797612881512082321c02c88c069905f90a48060045f8460018111156102e2576102e2610436565b60018111156102f3576102f3610436565b81526020019081526020015f205f6101000a8154816001600160a01b0302191690836001600160a01b031602179055505050565b600280546001600160a01b038381166001600160a01b0319831681179093556040519116919082907f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0905f90a35050565b80516001600160a01b038116811461038e575f5ffd5b919050565b5f5f5f5f608085870312156103a6575f5ffd5b6103af85610378565b93506103bd60208601610378565b92506103cb60408601610378565b6060959095015193969295505050565b602081525f82518060208401528060208501604085015e5f604082850101526040601f19601f83011684010191505092915050565b80516020808301519190811015610430575f198160200360031b1b821691505b50919050565b634e487b7160e01b5f52602160045260245ffd5b60805160a05160c05160e05161010051610120516101405161016051614f596104ac5f395f818161055201526121e501525f612e8101525f612e5601525f61435201525f61432a01525f61428501525f6142af01525f6142d90152614f595ff3fe608060405234801561000f575f5ffd5b5060043610610330575f3560e01c80638bc8407a116101b3578063c20137fb116100f3578063d8d390f51161009e578063eeedf23011610079578063eeedf230146107b5578063f2fde38b146107c8578063fa7ebc11146107db578063fa9bbbeb14610810575f5ffd5b8063d8d390f514610771578063e30c397814610784578063ea66b875146107a2575f5ffd5b8063c7d60143116100ce578063c7d6014314610740578063cb8b9c411461074b578063d518eaf61461075e575f5ffd5b8063c20137fb146106c2578063c2b40ae4146106d5578063c34559761461072d575f5ffd5b8063a2eb89271161015e578063affa3d9711610139578063affa3d971461064e578063b260c42a14610694578063ba739a62146106a7578063bb9e2543146106af575f5ffd5b8063a2eb892714610624578063a61175d514610644578063a67e91a814610371575f5ffd5b80639946b9a51161018e5780639946b9a5146105ad5780639d71674a146105c0578063a298f9ae146105c9575f5ffd5b80638bc8407a146105745780638c72c54e146105875780638da5cb5b1461058f575f5ffd5b8063449fb59e1161027e578063715018a6116102295780637b1837de116102045780637b1837de146105175780638456cb591461052a57806384b0196e14610532578063861a14121461054d575f5ffd5b8063715018a6146104f457806373818a94146104fc57806379ba50971461050f575f5ffd5b80635c975abb116102595780635c975abb1461047a5780635f470062146104915780636cae7d0f146104a4575f5ffd5b8063449fb59e1461044c578063452a93201461045f57806345f9fc7814610467575f5ffd5b806321111bb4116102de5780633cd14890116102b95780633cd14890146103f95780633f4ba83a1461043157806341f2923a14610439575f5ffd5b806321111bb4146103bc5780632e7ba6ef146103d357806331a5ecdf146103e6575f5ffd5b80631da92ad21161030e5780631da92ad21461038c5780631e4e4473146103a157806320ff430b146103a9575f5ffd5b80630c9cbf0e14610334578063130ec68f14610371578063176d698e14610379575b5f5ffd5b61035e6103423660046144e2565b600a60209081525f928352604080842090915290825290205481565b6040519081526020015b60405180910390f35b61035e604081565b61035e610387366004614519565b610823565b61039f61039a36600461457c565b6108ea565b005b61035e6109c4565b61039f6103b7366004614636565b610a1e565b60065465010000000000900463ffffffff1661035e565b61039f6103e1366004614674565b610b58565b61039f6103f43660046146d9565b610b8f565b61040c610407366004614706565b610c1f565b60405173ffffffffffffffffffffffffffffffffffffffff9091168152602001610368565b61039f610c72565b61039f61044736600461471f565b610c84565b61039f61045a366004614706565b610ec1565b61040c61105c565b61035e610475366004614519565b61109f565b60065460ff165b6040519015158152602001610368565b61039f61049f366004614749565b61113f565b6104816104b2366004614519565b73ffffffffffffffffffffffffffffffffffffffff165f908152600b602052604090205474010000000000000000000000000000000000000000900460ff1690565b61039f61118f565b600654610100900463ffffffff1661035e565b61039f6111c9565b61039f61052536600461471f565b611240565b61039f61144c565b61053a61147b565b604051610368979695949392919061480c565b61035e7f000000000000000000000000000000000000000000000000000000000000000081565b61039f6105823660046144e2565b6114d9565b61040c61169e565b60025473ffffffffffffffffffffffffffffffffffffffff1661040c565b61039f6105bb3660046148cb565b6116a8565b61035e61010081565b61035e6105d73660046148e2565b5f82815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff851684526004019091529020600101546fffffffffffffffffffffffffffffffff1692915050565b6106376106323660046148cb565b61187d565b6040516103689190614905565b61035e6207a12081565b61035e61065c3660046148e2565b5f82815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff8516845260040190915290205492915050565b61039f6106a23660046148cb565b6118f6565b61035e611bf2565b61039f6106bd36600461495d565b611c4c565b61035e6106d0366004614977565b611d09565b61071d6106e33660046148cb565b5f90815260076020526040902080546001820154600290920154909267ffffffffffffffff82169168010000000000000000900460ff1690565b60405161036894939291906149c4565b61039f61073b3660046149f8565b611d6c565b61035e6301e1338081565b61039f61075936600461457c565b611e24565b61039f61076c366004614706565b611f73565b61035e61077f366004614aab565b611fe3565b60035473ffffffffffffffffffffffffffffffffffffffff1661040c565b61035e6107b0366004614519565b6122d9565b61035e6107c33660046148e2565b612307565b61039f6107d6366004614519565b612378565b61035e6107e9366004614519565b73ffffffffffffffffffffffffffffffffffffffff165f9081526008602052604090205490565b61040c61081e3660046144e2565b612428565b5f73ffffffffffffffffffffffffffffffffffffffff8216610846575047919050565b6040517f70a082310000000000000000000000000000000000000000000000000000000081523060048201526108e49073ffffffffffffffffffffffffffffffffffffffff8416906370a0823190602401602060405180830381865afa1580156108b2573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906108d69190614b0f565b6108df846124e3565b612530565b92915050565b6108f2612541565b6108fa61257e565b610906878685846125b3565b5f5b858110156109b1576109a989896109408b8b8b8781811061092b5761092b614b26565b905060200201602081019061081e9190614519565b8a8a8681811061095257610952614b26565b90506020020160208101906109679190614519565b89898781811061097957610979614b26565b9050602002013588888881811061099257610992614b26565b90506020028101906109a49190614b53565b6126b0565b600101610908565b506109ba6128f2565b5050505050505050565b6006545f906d0100000000000000000000000000900463ffffffff1615610a04576006546d0100000000000000000000000000900463ffffffff16610a13565b600654610100900463ffffffff165b63ffffffff16905090565b610a2661291c565b610a2e61257e565b5f610a3884610823565b905080821115610a98576040517f3b02d5ea00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff85166004820152602481018290526044015b60405180910390fd5b8273ffffffffffffffffffffffffffffffffffffffff168473ffffffffffffffffffffffffffffffffffffffff167f3af790fafda720819b2fc6e15090606e81154e0ac9a92d38ecad006d99d20ecc84604051610af791815260200190565b60405180910390a373ffffffffffffffffffffffffffffffffffffffff8416610b2957610b24838361296f565b610b4a565b610b4a73ffffffffffffffffffffffffffffffffffffffff85168484612a14565b50610b536128f2565b505050565b610b60612541565b610b6861257e565b610b808533610b773388612428565b878787876126b0565b610b886128f2565b5050505050565b335f818152600b602052604090819020805484151574010000000000000000000000000000000000000000027fffffffffffffffffffffff00ffffffffffffffffffffffffffffffffffffffff909116179055517fcf41e05dd9d5ee4059a7285ed2923394da50bcfdac50108f515eedfe0dc9622290610c1490841515815260200190565b60405180910390a250565b5f60055f836001811115610c3557610c35614997565b6001811115610c4657610c46614997565b815260208101919091526040015f205473ffffffffffffffffffffffffffffffffffffffff1692915050565b610c7a61291c565b610c82612a6f565b565b60015f81905260046020527fabd6e7cb50984ff9c2f3e18a2660c3353dadf4e3291deeb275dae2cd1e44fe055473ffffffffffffffffffffffffffffffffffffffff163314610d035780336040517fc8984452000000000000000000000000000000000000000000000000000000008152600401610a8f929190614bb7565b600654610100900463ffffffff165f90815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff8716845260040182528083206008909252822054909190610d5f90610d5a84612aec565b612b41565b905080841115610dba576040517fe1d2d36800000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff8616600482015260248101829052604401610a8f565b73ffffffffffffffffffffffffffffffffffffffff85165f9081526008602052604081208054869290610dee908490614c1d565b90915550506001820180548591905f90610e1b9084906fffffffffffffffffffffffffffffffff16614c30565b92506101000a8154816fffffffffffffffffffffffffffffffff02191690836fffffffffffffffffffffffffffffffff1602179055508473ffffffffffffffffffffffffffffffffffffffff16600660019054906101000a900463ffffffff1663ffffffff167f93f1c8cb0d4c5c9c6cb7a5eff1ee3be19820cc87ab5095aa292cfa592d1b432586604051610eb291815260200190565b60405180910390a35050505050565b60055f826001811115610ed657610ed6614997565b6001811115610ee757610ee7614997565b815260208101919091526040015f205473ffffffffffffffffffffffffffffffffffffffff163314610f495780336040517fdb6222a7000000000000000000000000000000000000000000000000000000008152600401610a8f929190614bb7565b5f80826001811115610f5d57610f5d614997565b14610f68575f610f6b565b60015b905060045f826001811115610f8257610f82614997565b6001811115610f9357610f93614997565b815260208101919091526040015f205473ffffffffffffffffffffffffffffffffffffffff163303610ff3576040517fb0ec0699000000000000000000000000000000000000000000000000000000008152336004820152602401610a8f565b60055f83600181111561100857611008614997565b600181111561101957611019614997565b815260208101919091526040015f2080547fffffffffffffffffffffffff00000000000000000000000000000000000000001690556110588233612b50565b5050565b5f60048160015b600181111561107457611074614997565b815260208101919091526040015f205473ffffffffffffffffffffffffffffffffffffffff16919050565b5f6110a982612c62565b6040517f70a0823100000000000000000000000000000000000000000000000000000000815230600482015273ffffffffffffffffffffffffffffffffffffffff8416906370a0823190602401602060405180830381865afa158015611111573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906111359190614b0f565b6108e49190614c58565b333014611178576040517f14d4a4e800000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6111878686610b778888612428565b505050505050565b61119761291c565b6040517f3c776be100000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b600354339073ffffffffffffffffffffffffffffffffffffffff168114611234576040517f118cdaa700000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff82166004820152602401610a8f565b61123d81612ce8565b50565b61124861257e565b6040517f70a082310000000000000000000000000000000000000000000000000000000081523060048201525f9073ffffffffffffffffffffffffffffffffffffffff8416906370a0823190602401602060405180830381865afa1580156112b2573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906112d69190614b0f565b90506112fa73ffffffffffffffffffffffffffffffffffffffff8416333085612d19565b6040517f70a082310000000000000000000000000000000000000000000000000000000081523060048201525f90829073ffffffffffffffffffffffffffffffffffffffff8616906370a0823190602401602060405180830381865afa158015611366573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061138a9190614b0f565b6113949190614c1d565b90508281146113f5576040517f8c70255200000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff851660048201526024810184905260448101829052606401610a8f565b604051838152339073ffffffffffffffffffffffffffffffffffffffff8616907f3b5083eec1a1116c56de5d6841cff8efc6a0aec9850e836ec509d6ce024ea5619060200160405180910390a350506110586128f2565b60025473ffffffffffffffffffffffffffffffffffffffff16331461147357611473612d75565b610c82612df4565b5f6060805f5f5f606061148c612e4f565b611494612e7a565b604080515f808252602082019092527f0f000000000000000000000000000000000000000000000000000000000000009b939a50919850469750309650945092509050565b3073ffffffffffffffffffffffffffffffffffffffff821603611540576040517f17858bbe00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff82166004820152602401610a8f565b335f908152600b6020526040902073ffffffffffffffffffffffffffffffffffffffff83166115ac5780547fffffffffffffffffffffffff00000000000000000000000000000000000000001673ffffffffffffffffffffffffffffffffffffffff831617815561164a565b80547fffffffffffffffffffff00ffffffffffffffffffffffffffffffffffffffffff167501000000000000000000000000000000000000000000178155335f908152600c6020908152604080832073ffffffffffffffffffffffffffffffffffffffff8781168552925290912080549184167fffffffffffffffffffffffff00000000000000000000000000000000000000009092169190911790555b60405173ffffffffffffffffffffffffffffffffffffffff838116825284169033907f7629cacead6ad550d6c80debe2d0d51aed2ba920ea20c94b82207abf09ecdcb39060200160405180910390a3505050565b5f60048180611063565b60015f81905260046020527fabd6e7cb50984ff9c2f3e18a2660c3353dadf4e3291deeb275dae2cd1e44fe055473ffffffffffffffffffffffffffffffffffffffff1633146117275780336040517fc8984452000000000000000000000000000000000000000000000000000000008152600401610a8f929190614bb7565b5f828152600760205260409020600281015468010000000000000000900460ff16600181600381111561175c5761175c614997565b1415801561177c5750600281600381111561177957611779614997565b14155b156117b6576040517fdd9399e700000000000000000000000000000000000000000000000000000000815260048101859052602401610a8f565b6002820180547fffffffffffffffffffffffffffffffffffffffffffffff00ffffffffffffffff166803000000000000000017905560018160038111156117ff576117ff614997565b036118125761180d82612ea5565b61184d565b60065461184d908390610100900463ffffffff16861461183f57600654610100900463ffffffff16613103565b61184884613077565b613103565b60405184907ffd6519245e400ca4a17dcfe2e398a2f2a4214fdb637256d0df00828d83507bf7905f90a250505050565b5f818152600760209081526040918290206003018054835181840281018401909452808452606093928301828280156118ea57602002820191905f5260205f20905b815473ffffffffffffffffffffffffffffffffffffffff1681526001909101906020018083116118bf575b50505050509050919050565b6118fe612541565b61190661257e565b5f8181526007602052604090206001600282015468010000000000000000900460ff16600381111561193a5761193a614997565b14611974576040517fe61abfbc00000000000000000000000000000000000000000000000000000000815260048101839052602401610a8f565b600281015467ffffffffffffffff164210156119ce5760028101546040517fb317256b00000000000000000000000000000000000000000000000000000000815267ffffffffffffffff9091166004820152602401610a8f565b5f6119d7611bf2565b9050828114611a15576040517f9b04a1d200000000000000000000000000000000000000000000000000000000815260048101829052602401610a8f565b5f5b6003830154811015611b00575f836003018281548110611a3957611a39614b26565b5f91825260208220015473ffffffffffffffffffffffffffffffffffffffff169150611a658683612307565b90508015611abe576040517f863b7b1f00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff8316600482015260248101829052604401610a8f565b73ffffffffffffffffffffffffffffffffffffffff82165f9081526004860160205260409020611af690611af184612c62565b613221565b5050600101611a17565b50600282810180547fffffffffffffffffffffffffffffffffffffffffffffff00ffffffffffffffff1668010000000000000000830217905550600680546002840180547fffffffffffffffffffffffffffffffffffffff00000000ffffffffffffffffff166101009283900463ffffffff9081166901000000000000000000029190911790915582547fffffffffffffffffffffffffffffffffffffffffffffffffffffff00000000ff16908616909102179055611bbe82612ea5565b60405183907f13d18aa8e27dd173c41f7dfaac3104e821fa14ebb78a9be970c1ce00971cd67d905f90a2505061123d6128f2565b6006545f906901000000000000000000900463ffffffff1615611c2a576006546901000000000000000000900463ffffffff16905090565b600654611c479065010000000000900463ffffffff166001614c58565b905090565b611c5461291c565b8060055f846001811115611c6a57611c6a614997565b6001811115611c7b57611c7b614997565b815260208101919091526040015f2080547fffffffffffffffffffffffff00000000000000000000000000000000000000001673ffffffffffffffffffffffffffffffffffffffff9283161790558116826001811115611cdd57611cdd614997565b6040517f566a2d820d7994a586aea751ad5675f2c594fbfbe67d33228a7f35952aa1b4af905f90a35050565b5f5f60095f611d3f8686604080516020808201949094528082019290925280518083038201815260609092019052805191012090565b81526020019081526020015f20549050611d588161328c565b611d62575f611d64565b805b949350505050565b611d74612541565b611d7c61257e565b8460a00135421115611dc0576040517fcd21db4f00000000000000000000000000000000000000000000000000000000815260a08601356004820152602401610a8f565b611dd8611dd36080870160608801614519565b6132e3565b611de385838361336a565b610b808535611df86040880160208901614519565b611e086080890160608a01614519565b611e1860608a0160408b01614519565b896080013589896126b0565b611e2c612541565b611e3461257e565b611e40878685846125b3565b611e49886134f8565b505f5b858110156109b157848482818110611e6657611e66614b26565b90506020020135600a5f8a73ffffffffffffffffffffffffffffffffffffffff1673ffffffffffffffffffffffffffffffffffffffff1681526020019081526020015f205f898985818110611ebd57611ebd614b26565b9050602002016020810190611ed29190614519565b73ffffffffffffffffffffffffffffffffffffffff16815260208101919091526040015f205414611f6b57611f6b8989898985818110611f1457611f14614b26565b9050602002016020810190611f299190614519565b888886818110611f3b57611f3b614b26565b90506020020135878787818110611f5457611f54614b26565b9050602002810190611f669190614b53565b613598565b600101611e4c565b611f7b61291c565b60055f826001811115611f9057611f90614997565b6001811115611fa157611fa1614997565b815260208101919091526040015f90812080547fffffffffffffffffffffffff000000000000000000000000000000000000000016905561123d908290612b50565b5f611fec612541565b5f80805260046020527f17ef568e3e12ab5b9c7254a8d58478811de00f9e6eb34345acd53bf8fd09d3ec5473ffffffffffffffffffffffffffffffffffffffff1633146120695780336040517fc8984452000000000000000000000000000000000000000000000000000000008152600401610a8f929190614bb7565b5f8890036120a3576040517f53ce4ece00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b8483146120dc576040517f1083f70900000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b604085111561211b57604080517fa8908786000000000000000000000000000000000000000000000000000000008152600401610a8f91815260200190565b61212588886136fa565b60065460407101000000000000000000000000000000000090910463ffffffff161061218157604080517f36c2ba31000000000000000000000000000000000000000000000000000000008152600401610a8f91815260200190565b5f61218a6109c4565b90506006600581819054906101000a900463ffffffff166121aa90614c98565b825463ffffffff9182166101009390930a83810292021916179091555f8181526007602052604090208a8155600181018a905590935061220a7f000000000000000000000000000000000000000000000000000000000000000042614c58565b60028201805467ffffffffffffffff929092167fffffffffffffffffffffffffffffffffffffffffffffff000000000000000000909216919091176801000000000000000017905561225f81898989896137ae565b5f8281526007602052604090206122769082613943565b6122808185613a14565b6002810154604080518b815267ffffffffffffffff90921660208301528b9186917f4f1910e64177dbde60826cdb5eefa5f283036e8d4afba3c91499ffedfc9e7500910160405180910390a35050509695505050505050565b73ffffffffffffffffffffffffffffffffffffffff81165f9081526008602052604081205461113583612c62565b5f82815260076020818152604080842073ffffffffffffffffffffffffffffffffffffffff86168086526004918201845282862054600654610100900463ffffffff16875294845282862090865201909152822054810361236b575f9150506108e4565b611d64816108df8561109f565b61238061291c565b6003805473ffffffffffffffffffffffffffffffffffffffff83167fffffffffffffffffffffffff000000000000000000000000000000000000000090911681179091556123e360025473ffffffffffffffffffffffffffffffffffffffff1690565b73ffffffffffffffffffffffffffffffffffffffff167f38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e2270060405160405180910390a350565b73ffffffffffffffffffffffffffffffffffffffff82165f908152600b6020526040812080547501000000000000000000000000000000000000000000900460ff16156124b45773ffffffffffffffffffffffffffffffffffffffff8085165f908152600c6020908152604080832087851684529091529020541680156124b25791506108e49050565b505b805473ffffffffffffffffffffffffffffffffffffffff1680156124d857806124da565b845b95945050505050565b5f6108e46125276124f26109c4565b5f90815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff8816845260040190915290205490565b6108df84612c62565b5f80828403848111159081026124da565b60065460ff1615610c82576040517fd93c066500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b612586613b6c565b610c8260017f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005b90613bc5565b81831415806125c25750808314155b156125f9576040517f1083f70900000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b3373ffffffffffffffffffffffffffffffffffffffff85161480159061265b575073ffffffffffffffffffffffffffffffffffffffff84165f908152600b602052604090205474010000000000000000000000000000000000000000900460ff165b156126aa576040517f8039d36800000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff85166004820152602401610a8f565b50505050565b5f6126ba886134f8565b6040805173ffffffffffffffffffffffffffffffffffffffff808b166020830152881691810191909152606081018690529091505f90608001604080517fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe08184030181528282528051602091820120908301520160405160208183030381529060405280519060200120905061275284848484613bcc565b612788576040517f09bde33900000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b73ffffffffffffffffffffffffffffffffffffffff8089165f908152600a60209081526040808320938a168352929052205480861161281a576040517f8fc12f9900000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff808b1660048301528816602482015260448101829052606401610a8f565b5f6128258288614c1d565b73ffffffffffffffffffffffffffffffffffffffff808c165f908152600a60209081526040808320938d1683529290522088905590506128668b8983613be3565b604080518881526020810183905290810185905273ffffffffffffffffffffffffffffffffffffffff808a1691908c16907f019a678ea0195fc14a657abc171c32d2cb9f7300fbd22eec8cd1a7822ebdd6d09060600160405180910390a36128e573ffffffffffffffffffffffffffffffffffffffff89168a83612a14565b5050505050505050505050565b610c825f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f006125ad565b60025473ffffffffffffffffffffffffffffffffffffffff163314610c82576040517f118cdaa7000000000000000000000000000000000000000000000000000000008152336004820152602401610a8f565b804710156129b2576040517fcf47918100000000000000000000000000000000000000000000000000000000815247600482015260248101829052604401610a8f565b6129cb828260405180602001604052805f815250613e83565b156129d4575050565b3d156129e257611058613e98565b6040517fd6bda27500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b612a218383836001613ea3565b610b53576040517f5274afe700000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff84166004820152602401610a8f565b612a77613f2b565b600680547fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff001690557f5db9ee0a495bf2e6ff9c91a7834c1ba4fdd244a5e8aa4e537bd38aeae4b073aa335b60405173ffffffffffffffffffffffffffffffffffffffff909116815260200160405180910390a1565b60018101545f908190612b29906fffffffffffffffffffffffffffffffff8116907001000000000000000000000000000000009004600f0b614cbc565b90505f8113612b38575f612b3a565b805b9392505050565b5f828218828410028218612b3a565b8073ffffffffffffffffffffffffffffffffffffffff1660045f846001811115612b7c57612b7c614997565b6001811115612b8d57612b8d614997565b815260208101919091526040015f205473ffffffffffffffffffffffffffffffffffffffff16836001811115612bc557612bc5614997565b6040517f89b2ee67afa436288c599865a5dd2652d516797612881512082321c02c88c069905f90a48060045f846001811115612c0357612c03614997565b6001811115612c1457612c14614997565b81526020019081526020015f205f6101000a81548173ffffffffffffffffffffffffffffffffffffffff021916908373ffffffffffffffffffffffffffffffffffffffff1602179055505050565b600654610100900463ffffffff165f90815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff851684526004019091528120600181015481547001000000000000000000000000000000008204600f0b91612cde916fffffffffffffffffffffffffffffffff90911690614c58565b612b3a9190614cbc565b600380547fffffffffffffffffffffffff000000000000000000000000000000000000000016905561123d81613f67565b612d27848484846001613fdd565b6126aa576040517f5274afe700000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff85166004820152602401610a8f565b60015f81905260046020527fabd6e7cb50984ff9c2f3e18a2660c3353dadf4e3291deeb275dae2cd1e44fe055473ffffffffffffffffffffffffffffffffffffffff16331461123d5780336040517fc8984452000000000000000000000000000000000000000000000000000000008152600401610a8f929190614bb7565b612dfc612541565b600680547fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff001660011790557f62e78cea01bee320cd4e420270b5ea74000d11b0c9f74754ebdbfc544b05a258612ac23390565b6060611c477f0000000000000000000000000000000000000000000000000000000000000000614070565b6060611c477f0000000000000000000000000000000000000000000000000000000000000000614070565b600281015463ffffffff6d01000000000000000000000000008204811691710100000000000000000000000000000000009004165f829003612f2257600680547fffffffffffffffffffffffffffffffffffffff00000000ffffffffffffffffff16690100000000000000000063ffffffff841602179055612f7e565b63ffffffff8083165f908152600760205260409020600201805491831671010000000000000000000000000000000000027fffffffffffffffffffffff00000000ffffffffffffffffffffffffffffffffff9092169190911790555b8063ffffffff165f03612fd057600680547fffffffffffffffffffffffffffffff00000000ffffffffffffffffffffffffff166d010000000000000000000000000063ffffffff851602179055613028565b63ffffffff8082165f90815260076020526040902060020180549184166d0100000000000000000000000000027fffffffffffffffffffffffffffffff00000000ffffffffffffffffffffffffff9092169190911790555b6006805471010000000000000000000000000000000000900463ffffffff1690601161305383614ce2565b91906101000a81548163ffffffff021916908363ffffffff16021790555050505050565b60028101546901000000000000000000900463ffffffff165b80158015906130d0575060025f8281526007602052604090206002015468010000000000000000900460ff1660038111156130cd576130cd614997565b14155b156130fe575f908152600760205260409020600201546901000000000000000000900463ffffffff16613090565b919050565b5f5b60038301548110156131e3575f83600301828154811061312757613127614b26565b5f91825260208083209091015473ffffffffffffffffffffffffffffffffffffffff168083526004870182526040808420600101546008909352832080549194506fffffffffffffffffffffffffffffffff9092169283929161318b908490614c58565b90915550505f84815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff8616845260040190915290206131d990826131cf85612c62565b611af19190614c1d565b5050600101613105565b506006805463ffffffff909216610100027fffffffffffffffffffffffffffffffffffffffffffffffffffffff00000000ff90921691909117905550565b600182015482548291613248916fffffffffffffffffffffffffffffffff90911690614c58565b6132529190614cbc565b600190920180546fffffffffffffffffffffffffffffffff9384167001000000000000000000000000000000000293169290921790915550565b5f8181526007602052604081206002015468010000000000000000900460ff1660018160038111156132c0576132c0614997565b1480612b3a575060028160038111156132db576132db614997565b149392505050565b73ffffffffffffffffffffffffffffffffffffffff8116158061331b575073ffffffffffffffffffffffffffffffffffffffff811630145b1561123d576040517f17858bbe00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff82166004820152602401610a8f565b5f61342b7fa34be566843c588d73bbb6d3aa47c5c6ee5115ee1abd1e890f852dfdaf6afb7a61339f6040870160208801614519565b6133af6060880160408901614519565b6133bf6080890160608a01614519565b60408051602081019590955273ffffffffffffffffffffffffffffffffffffffff9384169085015290821660608401521660808281019190915286013560a08281019190915286013560c082015260e001604051602081830303815290604052805190602001206140ad565b90505f5f61343a8386866140f4565b5090925090505f81600381111561345357613453614997565b14801561349a575061346b6040870160208801614519565b73ffffffffffffffffffffffffffffffffffffffff168273ffffffffffffffffffffffffffffffffffffffff16145b156134a757505050505050565b6134c26134ba6040880160208901614519565b84878761413b565b611187576040517f8baa579f00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6006545f90610100900463ffffffff1682141580613514575081155b156135865760025f8381526007602052604090206002015468010000000000000000900460ff16600381111561354c5761354c614997565b14613586576040517fb7e70de700000000000000000000000000000000000000000000000000000000815260048101839052602401610a8f565b505f9081526007602052604090205490565b5f3073ffffffffffffffffffffffffffffffffffffffff16635f4700628888888888886040516024016135d096959493929190614d1f565b604051602081830303815290604052915060e01b6020820180517bffffffffffffffffffffffffffffffffffffffffffffffffffffffff838183161783525050505090506207a12060405a61362690603f614db7565b6136309190614dce565b101561366d576040517f5e31f8600000000000000000000000000000000000000000000000000000000081526207a1206004820152602401610a8f565b5f5f5f8351602085015f306207a120f19050806109ba578573ffffffffffffffffffffffffffffffffffffffff168773ffffffffffffffffffffffffffffffffffffffff167fe75341588e138345a5e8f6d545f03a9ec177af396fccdbd039ac67045a372d2f6136db6141be565b6040516136e89190614e06565b60405180910390a35050505050505050565b5f6137058383611d09565b90508015613742576040517f6ec6d7ed00000000000000000000000000000000000000000000000000000000815260048101829052602401610a8f565b60065461375f9065010000000000900463ffffffff166001614e18565b63ffffffff1660095f6137998686604080516020808201949094528082019290925280518083038201815260609092019052805191012090565b815260208101919091526040015f2055505050565b5f805b8481101561392a575f8686838181106137cc576137cc614b26565b90506020020160208101906137e19190614519565b90508273ffffffffffffffffffffffffffffffffffffffff168173ffffffffffffffffffffffffffffffffffffffff1611613860576040517f0539924d00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff82166004820152602401610a8f565b6f7fffffffffffffffffffffffffffffff85858481811061388357613883614b26565b9050602002013511156138da576040517f8e3d051100000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff82166004820152602401610a8f565b8484838181106138ec576138ec614b26565b73ffffffffffffffffffffffffffffffffffffffff84165f90815260048c0160209081526040909120910292909201359091555091506001016137b1565b506003860161393a858783614e40565b50505050505050565b5f5b6003830154811015610b53575f83600301828154811061396757613967614b26565b5f91825260208083209091015473ffffffffffffffffffffffffffffffffffffffff168083526004808801835260408085205491880190935291909220549192509081811015613a09576040517ff1c9845400000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff841660048201526024810183905260448101829052606401610a8f565b505050600101613945565b6006546002830180547fffffffffffffffffffffffffffffff00000000ffffffffffffffffffffffffff166d01000000000000000000000000009283900463ffffffff169283021790555f819003613aa757600680547fffffffffffffffffffffffffffffffffffffff00000000ffffffffffffffffff16690100000000000000000063ffffffff851602179055613b03565b63ffffffff8082165f908152600760205260409020600201805491841671010000000000000000000000000000000000027fffffffffffffffffffffff00000000ffffffffffffffffffffffffffffffffff9092169190911790555b6006805463ffffffff8085166d0100000000000000000000000000027fffffffffffffffffffffffffffffff00000000ffffffffffffffffffffffffff909216919091178083557101000000000000000000000000000000000090041690601161305383614c98565b7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005c15610c82576040517f3ee5aeb500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b80825d5050565b5f82613bd98686856141eb565b1495945050505050565b600654610100900463ffffffff165f90815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff86168452600401909152812090613c2c82612aec565b600654909150610100900463ffffffff168503613d085780831115613ca3576040517f49dc841b00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff851660048201526024810184905260448101829052606401610a8f565b6001820180548491905f90613ccb9084906fffffffffffffffffffffffffffffffff16614c30565b92506101000a8154816fffffffffffffffffffffffffffffffff02191690836fffffffffffffffffffffffffffffffff1602179055505050505050565b5f85815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff88168452600401909152902060018101548154613d62918491610d5a916fffffffffffffffffffffffffffffffff1690614c1d565b915081841115613dc4576040517f49dc841b00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff861660048201526024810185905260448101839052606401610a8f565b6001810180548591905f90613dec9084906fffffffffffffffffffffffffffffffff16614c30565b92506101000a8154816fffffffffffffffffffffffffffffffff02191690836fffffffffffffffffffffffffffffffff160217905550838360010160108282829054906101000a9004600f0b613e429190614ed5565b92506101000a8154816fffffffffffffffffffffffffffffffff0219169083600f0b6fffffffffffffffffffffffffffffffff160217905550505050505050565b5f5f5f83516020850186885af1949350505050565b6040513d5f823e3d81fd5b6040517fa9059cbb000000000000000000000000000000000000000000000000000000005f81815273ffffffffffffffffffffffffffffffffffffffff8616600452602485905291602083604481808b5af1925060015f51148316613f1f578383151615613f13573d5f823e3d81fd5b5f873b113d1516831692505b60405250949350505050565b60065460ff16610c82576040517f8dfc202b00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6002805473ffffffffffffffffffffffffffffffffffffffff8381167fffffffffffffffffffffffff0000000000000000000000000000000000000000831681179093556040519116919082907f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0905f90a35050565b6040517f23b872dd000000000000000000000000000000000000000000000000000000005f81815273ffffffffffffffffffffffffffffffffffffffff8781166004528616602452604485905291602083606481808c5af1925060015f5114831661405f578383151615614053573d5f823e3d81fd5b5f883b113d1516831692505b604052505f60605295945050505050565b60605f61407c8361422c565b6040805160208082528183019092529192505f91906020820181803683375050509182525060208101929092525090565b5f6108e46140b961426c565b836040517f19010000000000000000000000000000000000000000000000000000000000008152600281019290925260228201526042902090565b5f80806041849003614128578435602086013560408701355f1a61411a898285856143a2565b955095509550505050614132565b505f915060029050825b93509350939050565b604080517f1626ba7e00000000000000000000000000000000000000000000000000000000808252600482018690526024820192909252604481018390525f91908390818660648301375f82606483010152601f820160051c60051b915060205f60648401838b5afa9050825f5114601f3d111681169350505050949350505050565b60603d6101008111156141d057506101005b6040519150808252805f602084013e50610120810160405290565b5f81815b84811015614223576142198287878481811061420d5761420d614b26565b90506020020135614495565b91506001016141ef565b50949350505050565b5f60ff8216601f811115612b38576040517fb3512b0c00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b5f3073ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000161480156142d157507f000000000000000000000000000000000000000000000000000000000000000046145b156142fb57507f000000000000000000000000000000000000000000000000000000000000000090565b611c47604080517f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f60208201527f0000000000000000000000000000000000000000000000000000000000000000918101919091527f000000000000000000000000000000000000000000000000000000000000000060608201524660808201523060a08201525f9060c00160405160208183030381529060405280519060200120905090565b5f80807f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a08411156143db57505f9150600390508261448b565b604080515f808252602082018084528a905260ff891692820192909252606081018790526080810186905260019060a0016020604051602081039080840390855afa15801561442c573d5f5f3e3d5ffd5b50506040517fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0015191505073ffffffffffffffffffffffffffffffffffffffff811661448257505f92506001915082905061448b565b92505f91508190505b9450945094915050565b5f8183106144af575f828152602084905260409020612b3a565b5f838152602083905260409020612b3a565b73ffffffffffffffffffffffffffffffffffffffff8116811461123d575f5ffd5b5f5f604083850312156144f3575f5ffd5b82356144fe816144c1565b9150602083013561450e816144c1565b809150509250929050565b5f60208284031215614529575f5ffd5b8135611d62816144c1565b5f5f83601f840112614544575f5ffd5b50813567ffffffffffffffff81111561455b575f5ffd5b6020830191508360208260051b8501011115614575575f5ffd5b9250929050565b5f5f5f5f5f5f5f5f60a0898b031215614593575f5ffd5b8835975060208901356145a5816144c1565b9650604089013567ffffffffffffffff8111156145c0575f5ffd5b6145cc8b828c01614534565b909750955050606089013567ffffffffffffffff8111156145eb575f5ffd5b6145f78b828c01614534565b909550935050608089013567ffffffffffffffff811115614616575f5ffd5b6146228b828c01614534565b999c989b5096995094979396929594505050565b5f5f5f60608486031215614648575f5ffd5b8335614653816144c1565b92506020840135614663816144c1565b929592945050506040919091013590565b5f5f5f5f5f60808688031215614688575f5ffd5b85359450602086013561469a816144c1565b935060408601359250606086013567ffffffffffffffff8111156146bc575f5ffd5b6146c888828901614534565b969995985093965092949392505050565b5f602082840312156146e9575f5ffd5b81358015158114611d62575f5ffd5b8035600281106130fe575f5ffd5b5f60208284031215614716575f5ffd5b612b3a826146f8565b5f5f60408385031215614730575f5ffd5b823561473b816144c1565b946020939093013593505050565b5f5f5f5f5f5f60a0878903121561475e575f5ffd5b863595506020870135614770816144c1565b94506040870135614780816144c1565b935060608701359250608087013567ffffffffffffffff8111156147a2575f5ffd5b6147ae89828a01614534565b979a9699509497509295939492505050565b5f81518084528060208401602086015e5f6020828601015260207fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f83011685010191505092915050565b7fff000000000000000000000000000000000000000000000000000000000000008816815260e060208201525f61484660e08301896147c0565b828103604084015261485881896147c0565b6060840188905273ffffffffffffffffffffffffffffffffffffffff8716608085015260a0840186905283810360c0850152845180825260208087019350909101905f5b818110156148ba57835183526020938401939092019160010161489c565b50909b9a5050505050505050505050565b5f602082840312156148db575f5ffd5b5035919050565b5f5f604083850312156148f3575f5ffd5b82359150602083013561450e816144c1565b602080825282518282018190525f918401906040840190835b8181101561495257835173ffffffffffffffffffffffffffffffffffffffff1683526020938401939092019160010161491e565b509095945050505050565b5f5f6040838503121561496e575f5ffd5b6144fe836146f8565b5f5f60408385031215614988575f5ffd5b50508035926020909101359150565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52602160045260245ffd5b848152602081018490526040810183905260808101600483106149e9576149e9614997565b82606083015295945050505050565b5f5f5f5f5f858703610100811215614a0e575f5ffd5b60c0811215614a1b575f5ffd5b5085945060c086013567ffffffffffffffff811115614a38575f5ffd5b614a4488828901614534565b90955093505060e086013567ffffffffffffffff811115614a63575f5ffd5b8601601f81018813614a73575f5ffd5b803567ffffffffffffffff811115614a89575f5ffd5b886020828401011115614a9a575f5ffd5b959894975092955050506020019190565b5f5f5f5f5f5f60808789031215614ac0575f5ffd5b8635955060208701359450604087013567ffffffffffffffff811115614ae4575f5ffd5b614af089828a01614534565b909550935050606087013567ffffffffffffffff8111156147a2575f5ffd5b5f60208284031215614b1f575f5ffd5b5051919050565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52603260045260245ffd5b5f5f83357fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe1843603018112614b86575f5ffd5b83018035915067ffffffffffffffff821115614ba0575f5ffd5b6020019150600581901b3603821315614575575f5ffd5b6040810160028410614bcb57614bcb614997565b92815273ffffffffffffffffffffffffffffffffffffffff9190911660209091015290565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b818103818111156108e4576108e4614bf0565b6fffffffffffffffffffffffffffffffff81811683821601908111156108e4576108e4614bf0565b808201808211156108e4576108e4614bf0565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd5b5f63ffffffff821663ffffffff8103614cb357614cb3614bf0565b60010192915050565b8181035f831280158383131683831282161715614cdb57614cdb614bf0565b5092915050565b5f63ffffffff821680614cf757614cf7614bf0565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0192915050565b86815273ffffffffffffffffffffffffffffffffffffffff8616602082015273ffffffffffffffffffffffffffffffffffffffff8516604082015283606082015260a060808201528160a08201525f7f07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff831115614d9a575f5ffd5b8260051b808560c08501379190910160c001979650505050505050565b80820281158282048414176108e4576108e4614bf0565b5f82614e01577f4e487b71000000000000000000000000000000000000000000000000000000005f52601260045260245ffd5b500490565b602081525f612b3a60208301846147c0565b63ffffffff81811683821601908111156108e4576108e4614bf0565b5f8135612b38816144c1565b67ffffffffffffffff831115614e5857614e58614c6b565b68010000000000000000831115614e7157614e71614c6b565b805483825580841015614ea557815f528360205f20018482035f5b81811015614ea1575f83820155600101614e8c565b5050505b505f8181526020812083915b8581101561118757614ec283614e34565b8282015560209290920191600101614eb1565b600f82810b9082900b037fffffffffffffffffffffffffffffffff8000000000000000000000000000000081126f7fffffffffffffffffffffffffffffff821317156108e4576108e4614bf056fea2646970667358221220541bea37ecbc056b18305dedc003a32a4d3fa8c1504b3990e728d0bf2a12fc6364736f6c63430008250033',
} as const
