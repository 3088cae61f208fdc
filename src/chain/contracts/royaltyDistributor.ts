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
          "name": "index",
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
          "name": "index",
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
    '0x6101806040526006805463ffffffff60481b1916690100000000000000000017905534801561002c575f5ffd5b506040516152b43803806152b483398101604081905261004b916103af565b8084848482604051806040016040528060128152602001712937bcb0b63a3ca234b9ba3934b13aba37b960711b815250604051806040016040528060018152602001603160f81b8152506100a48261020c60201b60201c565b610120526100b18161020c565b61014052815160208084019190912060e052815190820120610100524660a05261013d60e05161010051604080517f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f60208201529081019290925260608201524660808201523060a08201525f9060c00160405160208183030381529060405280519060200120905090565b60805250503060c0526001600160a01b03811661017457604051631e4fbdf760e01b81525f60048201526024015b60405180910390fd5b61017d81610249565b50806001600160a01b0316826001600160a01b0316036101bb5760405163b0ec069960e01b81526001600160a01b038316600482015260240161016b565b6101c55f83610265565b6101d0600182610265565b5050506301e133808111156101fe5760405163814d6a5f60e01b81526301e13380600482015260240161016b565b610160525061046692505050565b5f5f829050601f81511115610236578260405163305a27a960e01b815260040161016b91906103f7565b80516102418261042c565b179392505050565b600380546001600160a01b031916905561026281610343565b50565b806001600160a01b031660045f84600181111561028457610284610452565b600181111561029557610295610452565b815260208101919091526040015f20546001600160a01b03168360018111156102c0576102c0610452565b6040517f89b2ee67afa436288c599865a5dd2652d516797612881512082321c02c88c069905f90a48060045f8460018111156102fe576102fe610452565b600181111561030f5761030f610452565b81526020019081526020015f205f6101000a8154816001600160a01b0302191690836001600160a01b031602179055505050565b600280546001600160a01b038381166001600160a01b0319831681179093556040519116919082907f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0905f90a35050565b80516001600160a01b03811681146103aa575f5ffd5b919050565b5f5f5f5f608085870312156103c2575f5ffd5b6103cb85610394565b93506103d960208601610394565b92506103e760408601610394565b6060959095015193969295505050565b602081525f82518060208401528060208501604085015e5f604082850101526040601f19601f83011684010191505092915050565b8051602080830151919081101561044c575f198160200360031b1b821691505b50919050565b634e487b7160e01b5f52602160045260245ffd5b60805160a05160c05160e05161010051610120516101405161016051614dec6104c85f395f8181610552015261238701525f61301601525f612fe601525f61419b01525f61417301525f6140ce01525f6140f801525f6141220152614dec5ff3fe608060405234801561000f575f5ffd5b5060043610610330575f3560e01c80638bc8407a116101b3578063c20137fb116100f3578063d8d390f51161009e578063eeedf23011610079578063eeedf230146107b5578063f2fde38b146107c8578063fa7ebc11146107db578063fa9bbbeb14610810575f5ffd5b8063d8d390f514610771578063e30c397814610784578063ea66b875146107a2575f5ffd5b8063c7d60143116100ce578063c7d6014314610740578063cb8b9c411461074b578063d518eaf61461075e575f5ffd5b8063c20137fb146106c2578063c2b40ae4146106d5578063c34559761461072d575f5ffd5b8063a2eb89271161015e578063affa3d9711610139578063affa3d971461064e578063b260c42a14610694578063ba739a62146106a7578063bb9e2543146106af575f5ffd5b8063a2eb892714610624578063a61175d514610644578063a67e91a814610371575f5ffd5b80639946b9a51161018e5780639946b9a5146105ad5780639d71674a146105c0578063a298f9ae146105c9575f5ffd5b80638bc8407a146105745780638c72c54e146105875780638da5cb5b1461058f575f5ffd5b8063449fb59e1161027e578063715018a6116102295780637b1837de116102045780637b1837de146105175780638456cb591461052a57806384b0196e14610532578063861a14121461054d575f5ffd5b8063715018a6146104f457806373818a94146104fc57806379ba50971461050f575f5ffd5b80635c975abb116102595780635c975abb1461047a5780635f470062146104915780636cae7d0f146104a4575f5ffd5b8063449fb59e1461044c578063452a93201461045f57806345f9fc7814610467575f5ffd5b806321111bb4116102de5780633cd14890116102b95780633cd14890146103f95780633f4ba83a1461043157806341f2923a14610439575f5ffd5b806321111bb4146103bc5780632e7ba6ef146103d357806331a5ecdf146103e6575f5ffd5b80631da92ad21161030e5780631da92ad21461038c5780631e4e4473146103a157806320ff430b146103a9575f5ffd5b80630c9cbf0e14610334578063130ec68f14610371578063176d698e14610379575b5f5ffd5b61035e61034236600461432b565b600a60209081525f928352604080842090915290825290205481565b6040519081526020015b60405180910390f35b61035e604081565b61035e610387366004614362565b610823565b61039f61039a3660046143c5565b6108ea565b005b61035e6109e9565b61039f6103b736600461447f565b610a74565b60065465010000000000900463ffffffff1661035e565b61039f6103e13660046144bd565b610bd3565b61039f6103f4366004614522565b610c2f565b61040c61040736600461454f565b610cbf565b60405173ffffffffffffffffffffffffffffffffffffffff9091168152602001610368565b61039f610d12565b61039f610447366004614568565b610d24565b61039f61045a36600461454f565b610f61565b61040c6110fc565b61035e610475366004614362565b61113f565b60065460ff165b6040519015158152602001610368565b61039f61049f366004614592565b6111df565b6104816104b2366004614362565b73ffffffffffffffffffffffffffffffffffffffff165f908152600b602052604090205474010000000000000000000000000000000000000000900460ff1690565b61039f61122f565b600654610100900463ffffffff1661035e565b61039f611269565b61039f610525366004614568565b6112e0565b61039f611511565b61053a611540565b6040516103689796959493929190614655565b61035e7f000000000000000000000000000000000000000000000000000000000000000081565b61039f61058236600461432b565b61159e565b61040c611763565b60025473ffffffffffffffffffffffffffffffffffffffff1661040c565b61039f6105bb366004614714565b61176d565b61035e61010081565b61035e6105d736600461472b565b5f82815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff851684526004019091529020600101546fffffffffffffffffffffffffffffffff1692915050565b610637610632366004614714565b611933565b604051610368919061474e565b61035e6207a12081565b61035e61065c36600461472b565b5f82815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff8516845260040190915290205492915050565b61039f6106a2366004614714565b6119ac565b61035e611d12565b61039f6106bd3660046147a6565b611d95565b61035e6106d03660046147c0565b611e52565b61071d6106e3366004614714565b5f90815260076020526040902080546001820154600290920154909267ffffffffffffffff82169168010000000000000000900460ff1690565b604051610368949392919061480d565b61039f61073b366004614841565b611eb5565b61035e6301e1338081565b61039f6107593660046143c5565b611f6d565b61039f61076c36600461454f565b6120bc565b61035e61077f3660046148f4565b61212c565b60035473ffffffffffffffffffffffffffffffffffffffff1661040c565b61035e6107b0366004614362565b612471565b61035e6107c336600461472b565b61249f565b61039f6107d6366004614362565b612510565b61035e6107e9366004614362565b73ffffffffffffffffffffffffffffffffffffffff165f9081526008602052604090205490565b61040c61081e36600461432b565b6125c0565b5f73ffffffffffffffffffffffffffffffffffffffff8216610846575047919050565b6040517f70a082310000000000000000000000000000000000000000000000000000000081523060048201526108e49073ffffffffffffffffffffffffffffffffffffffff8416906370a0823190602401602060405180830381865afa1580156108b2573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906108d69190614958565b6108df8461267b565b6126c8565b92915050565b6108f26126d9565b6108fa612716565b6109068786858461276d565b5f5b858110156109b1576109a989896109408b8b8b8781811061092b5761092b61496f565b905060200201602081019061081e9190614362565b8a8a868181106109525761095261496f565b90506020020160208101906109679190614362565b8989878181106109795761097961496f565b905060200201358888888181106109925761099261496f565b90506020028101906109a4919061499c565b61286a565b600101610908565b506109df610d225f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f00612767565b5050505050505050565b60065463ffffffff65010000000000820481169169010000000000000000009004165b808210610a615760015f8381526007602052604090206002015468010000000000000000900460ff166003811115610a4657610a466147e0565b03610a4f575090565b81610a5981614a2d565b925050610a0c565b5050600654610100900463ffffffff1690565b610a7c612aac565b610a84612716565b5f610a8e84610823565b905080821115610aee576040517f3b02d5ea00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff85166004820152602481018290526044015b60405180910390fd5b8273ffffffffffffffffffffffffffffffffffffffff168473ffffffffffffffffffffffffffffffffffffffff167f3af790fafda720819b2fc6e15090606e81154e0ac9a92d38ecad006d99d20ecc84604051610b4d91815260200190565b60405180910390a373ffffffffffffffffffffffffffffffffffffffff8416610b7f57610b7a8383612aff565b610ba0565b610ba073ffffffffffffffffffffffffffffffffffffffff85168484612ba4565b50610bce610d225f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f00612767565b505050565b610bdb6126d9565b610be3612716565b610bfb8533610bf233886125c0565b8787878761286a565b610c28610d225f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f00612767565b5050505050565b335f818152600b602052604090819020805484151574010000000000000000000000000000000000000000027fffffffffffffffffffffff00ffffffffffffffffffffffffffffffffffffffff909116179055517fcf41e05dd9d5ee4059a7285ed2923394da50bcfdac50108f515eedfe0dc9622290610cb490841515815260200190565b60405180910390a250565b5f60055f836001811115610cd557610cd56147e0565b6001811115610ce657610ce66147e0565b815260208101919091526040015f205473ffffffffffffffffffffffffffffffffffffffff1692915050565b610d1a612aac565b610d22612bff565b565b60015f81905260046020527fabd6e7cb50984ff9c2f3e18a2660c3353dadf4e3291deeb275dae2cd1e44fe055473ffffffffffffffffffffffffffffffffffffffff163314610da35780336040517fc8984452000000000000000000000000000000000000000000000000000000008152600401610ae5929190614a61565b600654610100900463ffffffff165f90815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff8716845260040182528083206008909252822054909190610dff90610dfa84612c7c565b612cd1565b905080841115610e5a576040517fe1d2d36800000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff8616600482015260248101829052604401610ae5565b73ffffffffffffffffffffffffffffffffffffffff85165f9081526008602052604081208054869290610e8e908490614a9a565b90915550506001820180548591905f90610ebb9084906fffffffffffffffffffffffffffffffff16614aad565b92506101000a8154816fffffffffffffffffffffffffffffffff02191690836fffffffffffffffffffffffffffffffff1602179055508473ffffffffffffffffffffffffffffffffffffffff16600660019054906101000a900463ffffffff1663ffffffff167f93f1c8cb0d4c5c9c6cb7a5eff1ee3be19820cc87ab5095aa292cfa592d1b432586604051610f5291815260200190565b60405180910390a35050505050565b60055f826001811115610f7657610f766147e0565b6001811115610f8757610f876147e0565b815260208101919091526040015f205473ffffffffffffffffffffffffffffffffffffffff163314610fe95780336040517fdb6222a7000000000000000000000000000000000000000000000000000000008152600401610ae5929190614a61565b5f80826001811115610ffd57610ffd6147e0565b14611008575f61100b565b60015b905060045f826001811115611022576110226147e0565b6001811115611033576110336147e0565b815260208101919091526040015f205473ffffffffffffffffffffffffffffffffffffffff163303611093576040517fb0ec0699000000000000000000000000000000000000000000000000000000008152336004820152602401610ae5565b60055f8360018111156110a8576110a86147e0565b60018111156110b9576110b96147e0565b815260208101919091526040015f2080547fffffffffffffffffffffffff00000000000000000000000000000000000000001690556110f88233612ce0565b5050565b5f60048160015b6001811115611114576111146147e0565b815260208101919091526040015f205473ffffffffffffffffffffffffffffffffffffffff16919050565b5f61114982612df2565b6040517f70a0823100000000000000000000000000000000000000000000000000000000815230600482015273ffffffffffffffffffffffffffffffffffffffff8416906370a0823190602401602060405180830381865afa1580156111b1573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906111d59190614958565b6108e49190614ad5565b333014611218576040517f14d4a4e800000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6112278686610bf288886125c0565b505050505050565b611237612aac565b6040517f3c776be100000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b600354339073ffffffffffffffffffffffffffffffffffffffff1681146112d4576040517f118cdaa700000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff82166004820152602401610ae5565b6112dd81612e78565b50565b6112e8612716565b6040517f70a082310000000000000000000000000000000000000000000000000000000081523060048201525f9073ffffffffffffffffffffffffffffffffffffffff8416906370a0823190602401602060405180830381865afa158015611352573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906113769190614958565b905061139a73ffffffffffffffffffffffffffffffffffffffff8416333085612ea9565b6040517f70a082310000000000000000000000000000000000000000000000000000000081523060048201525f90829073ffffffffffffffffffffffffffffffffffffffff8616906370a0823190602401602060405180830381865afa158015611406573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061142a9190614958565b6114349190614a9a565b9050828114611495576040517f8c70255200000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff851660048201526024810184905260448101829052606401610ae5565b604051838152339073ffffffffffffffffffffffffffffffffffffffff8616907f3b5083eec1a1116c56de5d6841cff8efc6a0aec9850e836ec509d6ce024ea5619060200160405180910390a350506110f8610d225f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f00612767565b60025473ffffffffffffffffffffffffffffffffffffffff16331461153857611538612f05565b610d22612f84565b5f6060805f5f5f6060611551612fdf565b61155961300f565b604080515f808252602082019092527f0f000000000000000000000000000000000000000000000000000000000000009b939a50919850469750309650945092509050565b3073ffffffffffffffffffffffffffffffffffffffff821603611605576040517f17858bbe00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff82166004820152602401610ae5565b335f908152600b6020526040902073ffffffffffffffffffffffffffffffffffffffff83166116715780547fffffffffffffffffffffffff00000000000000000000000000000000000000001673ffffffffffffffffffffffffffffffffffffffff831617815561170f565b80547fffffffffffffffffffff00ffffffffffffffffffffffffffffffffffffffffff167501000000000000000000000000000000000000000000178155335f908152600c6020908152604080832073ffffffffffffffffffffffffffffffffffffffff8781168552925290912080549184167fffffffffffffffffffffffff00000000000000000000000000000000000000009092169190911790555b60405173ffffffffffffffffffffffffffffffffffffffff838116825284169033907f7629cacead6ad550d6c80debe2d0d51aed2ba920ea20c94b82207abf09ecdcb39060200160405180910390a3505050565b5f60048180611103565b60015f81905260046020527fabd6e7cb50984ff9c2f3e18a2660c3353dadf4e3291deeb275dae2cd1e44fe055473ffffffffffffffffffffffffffffffffffffffff1633146117ec5780336040517fc8984452000000000000000000000000000000000000000000000000000000008152600401610ae5929190614a61565b5f828152600760205260409020600281015468010000000000000000900460ff166001816003811115611821576118216147e0565b141580156118415750600281600381111561183e5761183e6147e0565b14155b1561187b576040517fdd9399e700000000000000000000000000000000000000000000000000000000815260048101859052602401610ae5565b600282810180547fffffffffffffffffffffffffffffffffffffffffffffff00ffffffffffffffff16680300000000000000001790558160038111156118c3576118c36147e0565b0361190357600654611903908390610100900463ffffffff1686146118f557600654610100900463ffffffff166130c6565b6118fe8461303a565b6130c6565b60405184907ffd6519245e400ca4a17dcfe2e398a2f2a4214fdb637256d0df00828d83507bf7905f90a250505050565b5f818152600760209081526040918290206003018054835181840281018401909452808452606093928301828280156119a057602002820191905f5260205f20905b815473ffffffffffffffffffffffffffffffffffffffff168152600190910190602001808311611975575b50505050509050919050565b6119b46126d9565b6119bc612716565b5f8181526007602052604090206001600282015468010000000000000000900460ff1660038111156119f0576119f06147e0565b14611a2a576040517fe61abfbc00000000000000000000000000000000000000000000000000000000815260048101839052602401610ae5565b600281015467ffffffffffffffff16421015611a845760028101546040517fb317256b00000000000000000000000000000000000000000000000000000000815267ffffffffffffffff9091166004820152602401610ae5565b5f611a8d611d12565b9050828114611acb576040517f9b04a1d200000000000000000000000000000000000000000000000000000000815260048101829052602401610ae5565b5f5b6003830154811015611bb6575f836003018281548110611aef57611aef61496f565b5f91825260208220015473ffffffffffffffffffffffffffffffffffffffff169150611b1b868361249f565b90508015611b74576040517f863b7b1f00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff8316600482015260248101829052604401610ae5565b73ffffffffffffffffffffffffffffffffffffffff82165f9081526004860160205260409020611bac90611ba784612df2565b6131e4565b5050600101611acd565b50600282810180547fffffffffffffffffffffffffffffffffffffffffffffff00ffffffffffffffff1668010000000000000000830217905550600680546002840180547fffffffffffffffffffffffffffffffffffffff00000000ffffffffffffffffff166101009283900463ffffffff9081166901000000000000000000029190911790915582547fffffffffffffffffffffffffffffffffffffffffffffffffffffff00000000ff16908616909102179055611c76836001614ad5565b6006805463ffffffff929092166901000000000000000000027fffffffffffffffffffffffffffffffffffffff00000000ffffffffffffffffff90921691909117905560405183907f13d18aa8e27dd173c41f7dfaac3104e821fa14ebb78a9be970c1ce00971cd67d905f90a250506112dd610d225f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f00612767565b6006546901000000000000000000900463ffffffff165b60065465010000000000900463ffffffff168111801590611d7b575060015f8281526007602052604090206002015468010000000000000000900460ff166003811115611d7857611d786147e0565b14155b15611d925780611d8a81614b15565b915050611d29565b90565b611d9d612aac565b8060055f846001811115611db357611db36147e0565b6001811115611dc457611dc46147e0565b815260208101919091526040015f2080547fffffffffffffffffffffffff00000000000000000000000000000000000000001673ffffffffffffffffffffffffffffffffffffffff9283161790558116826001811115611e2657611e266147e0565b6040517f566a2d820d7994a586aea751ad5675f2c594fbfbe67d33228a7f35952aa1b4af905f90a35050565b5f5f60095f611e888686604080516020808201949094528082019290925280518083038201815260609092019052805191012090565b81526020019081526020015f20549050611ea18161324f565b611eab575f611ead565b805b949350505050565b611ebd6126d9565b611ec5612716565b8460a00135421115611f09576040517fcd21db4f00000000000000000000000000000000000000000000000000000000815260a08601356004820152602401610ae5565b611f21611f1c6080870160608801614362565b6132a6565b611f2c85838361332d565b610bfb8535611f416040880160208901614362565b611f516080890160608a01614362565b611f6160608a0160408b01614362565b8960800135898961286a565b611f756126d9565b611f7d612716565b611f898786858461276d565b611f92886134bb565b505f5b858110156109b157848482818110611faf57611faf61496f565b90506020020135600a5f8a73ffffffffffffffffffffffffffffffffffffffff1673ffffffffffffffffffffffffffffffffffffffff1681526020019081526020015f205f8989858181106120065761200661496f565b905060200201602081019061201b9190614362565b73ffffffffffffffffffffffffffffffffffffffff16815260208101919091526040015f2054146120b4576120b4898989898581811061205d5761205d61496f565b90506020020160208101906120729190614362565b8888868181106120845761208461496f565b9050602002013587878781811061209d5761209d61496f565b90506020028101906120af919061499c565b61355b565b600101611f95565b6120c4612aac565b60055f8260018111156120d9576120d96147e0565b60018111156120ea576120ea6147e0565b815260208101919091526040015f90812080547fffffffffffffffffffffffff00000000000000000000000000000000000000001690556112dd908290612ce0565b5f6121356126d9565b5f80805260046020527f17ef568e3e12ab5b9c7254a8d58478811de00f9e6eb34345acd53bf8fd09d3ec5473ffffffffffffffffffffffffffffffffffffffff1633146121b25780336040517fc8984452000000000000000000000000000000000000000000000000000000008152600401610ae5929190614a61565b5f8890036121ec576040517f53ce4ece00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b848314612225576040517f1083f70900000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b604085111561226457604080517fa8908786000000000000000000000000000000000000000000000000000000008152600401610ae591815260200190565b61226e88886136bd565b612276611d12565b600680547fffffffffffffffffffffffffffffffffffffff00000000ffffffffffffffffff16690100000000000000000063ffffffff938416810291909117918290556040929082048116916122d89165010000000000909104166001614b4c565b6122e29190614b68565b63ffffffff161061232357604080517f36c2ba31000000000000000000000000000000000000000000000000000000008152600401610ae591815260200190565b5f61232c6109e9565b90506006600581819054906101000a900463ffffffff1661234c90614b84565b825463ffffffff9182166101009390930a83810292021916179091555f8181526007602052604090208a8155600181018a90559093506123ac7f000000000000000000000000000000000000000000000000000000000000000042614ad5565b60028201805467ffffffffffffffff929092167fffffffffffffffffffffffffffffffffffffffffffffff00000000000000000090921691909117680100000000000000001790556124018189898989613771565b5f8281526007602052604090206124189082613906565b6002810154604080518b815267ffffffffffffffff90921660208301528b9186917f4f1910e64177dbde60826cdb5eefa5f283036e8d4afba3c91499ffedfc9e7500910160405180910390a35050509695505050505050565b73ffffffffffffffffffffffffffffffffffffffff81165f908152600860205260408120546111d583612df2565b5f82815260076020818152604080842073ffffffffffffffffffffffffffffffffffffffff86168086526004918201845282862054600654610100900463ffffffff168752948452828620908652019091528220548103612503575f9150506108e4565b611ead816108df8561113f565b612518612aac565b6003805473ffffffffffffffffffffffffffffffffffffffff83167fffffffffffffffffffffffff0000000000000000000000000000000000000000909116811790915561257b60025473ffffffffffffffffffffffffffffffffffffffff1690565b73ffffffffffffffffffffffffffffffffffffffff167f38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e2270060405160405180910390a350565b73ffffffffffffffffffffffffffffffffffffffff82165f908152600b6020526040812080547501000000000000000000000000000000000000000000900460ff161561264c5773ffffffffffffffffffffffffffffffffffffffff8085165f908152600c60209081526040808320878516845290915290205416801561264a5791506108e49050565b505b805473ffffffffffffffffffffffffffffffffffffffff1680156126705780612672565b845b95945050505050565b5f6108e46126bf61268a6109e9565b5f90815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff8816845260040190915290205490565b6108df84612df2565b5f8082840384811115908102612672565b60065460ff1615610d22576040517fd93c066500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6127407f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005c6139d7565b610d2260017f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005b90613a0e565b818314158061277c5750808314155b156127b3576040517f1083f70900000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b3373ffffffffffffffffffffffffffffffffffffffff851614801590612815575073ffffffffffffffffffffffffffffffffffffffff84165f908152600b602052604090205474010000000000000000000000000000000000000000900460ff165b15612864576040517f8039d36800000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff85166004820152602401610ae5565b50505050565b5f612874886134bb565b6040805173ffffffffffffffffffffffffffffffffffffffff808b166020830152881691810191909152606081018690529091505f90608001604080517fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe08184030181528282528051602091820120908301520160405160208183030381529060405280519060200120905061290c84848484613a15565b612942576040517f09bde33900000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b73ffffffffffffffffffffffffffffffffffffffff8089165f908152600a60209081526040808320938a16835292905220548086116129d4576040517f8fc12f9900000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff808b1660048301528816602482015260448101829052606401610ae5565b5f6129df8288614a9a565b73ffffffffffffffffffffffffffffffffffffffff808c165f908152600a60209081526040808320938d168352929052208890559050612a208b8983613a2c565b604080518881526020810183905290810185905273ffffffffffffffffffffffffffffffffffffffff808a1691908c16907f019a678ea0195fc14a657abc171c32d2cb9f7300fbd22eec8cd1a7822ebdd6d09060600160405180910390a3612a9f73ffffffffffffffffffffffffffffffffffffffff89168a83612ba4565b5050505050505050505050565b60025473ffffffffffffffffffffffffffffffffffffffff163314610d22576040517f118cdaa7000000000000000000000000000000000000000000000000000000008152336004820152602401610ae5565b80471015612b42576040517fcf47918100000000000000000000000000000000000000000000000000000000815247600482015260248101829052604401610ae5565b612b5b828260405180602001604052805f815250613ccc565b15612b64575050565b3d15612b72576110f8613ce1565b6040517fd6bda27500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b612bb18383836001613cec565b610bce576040517f5274afe700000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff84166004820152602401610ae5565b612c07613d74565b600680547fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff001690557f5db9ee0a495bf2e6ff9c91a7834c1ba4fdd244a5e8aa4e537bd38aeae4b073aa335b60405173ffffffffffffffffffffffffffffffffffffffff909116815260200160405180910390a1565b60018101545f908190612cb9906fffffffffffffffffffffffffffffffff8116907001000000000000000000000000000000009004600f0b614ba8565b90505f8113612cc8575f612cca565b805b9392505050565b5f828218828410028218612cca565b8073ffffffffffffffffffffffffffffffffffffffff1660045f846001811115612d0c57612d0c6147e0565b6001811115612d1d57612d1d6147e0565b815260208101919091526040015f205473ffffffffffffffffffffffffffffffffffffffff16836001811115612d5557612d556147e0565b6040517f89b2ee67afa436288c599865a5dd2652d516797612881512082321c02c88c069905f90a48060045f846001811115612d9357612d936147e0565b6001811115612da457612da46147e0565b81526020019081526020015f205f6101000a81548173ffffffffffffffffffffffffffffffffffffffff021916908373ffffffffffffffffffffffffffffffffffffffff1602179055505050565b600654610100900463ffffffff165f90815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff851684526004019091528120600181015481547001000000000000000000000000000000008204600f0b91612e6e916fffffffffffffffffffffffffffffffff90911690614ad5565b612cca9190614ba8565b600380547fffffffffffffffffffffffff00000000000000000000000000000000000000001690556112dd81613db0565b612eb7848484846001613e26565b612864576040517f5274afe700000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff85166004820152602401610ae5565b60015f81905260046020527fabd6e7cb50984ff9c2f3e18a2660c3353dadf4e3291deeb275dae2cd1e44fe055473ffffffffffffffffffffffffffffffffffffffff1633146112dd5780336040517fc8984452000000000000000000000000000000000000000000000000000000008152600401610ae5929190614a61565b612f8c6126d9565b600680547fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff001660011790557f62e78cea01bee320cd4e420270b5ea74000d11b0c9f74754ebdbfc544b05a258612c523390565b606061300a7f0000000000000000000000000000000000000000000000000000000000000000613eb9565b905090565b606061300a7f0000000000000000000000000000000000000000000000000000000000000000613eb9565b60028101546901000000000000000000900463ffffffff165b8015801590613093575060025f8281526007602052604090206002015468010000000000000000900460ff166003811115613090576130906147e0565b14155b156130c1575f908152600760205260409020600201546901000000000000000000900463ffffffff16613053565b919050565b5f5b60038301548110156131a6575f8360030182815481106130ea576130ea61496f565b5f91825260208083209091015473ffffffffffffffffffffffffffffffffffffffff168083526004870182526040808420600101546008909352832080549194506fffffffffffffffffffffffffffffffff9092169283929161314e908490614ad5565b90915550505f84815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff86168452600401909152902061319c908261319285612df2565b611ba79190614a9a565b50506001016130c8565b506006805463ffffffff909216610100027fffffffffffffffffffffffffffffffffffffffffffffffffffffff00000000ff90921691909117905550565b60018201548254829161320b916fffffffffffffffffffffffffffffffff90911690614ad5565b6132159190614ba8565b600190920180546fffffffffffffffffffffffffffffffff9384167001000000000000000000000000000000000293169290921790915550565b5f8181526007602052604081206002015468010000000000000000900460ff166001816003811115613283576132836147e0565b1480612cca5750600281600381111561329e5761329e6147e0565b149392505050565b73ffffffffffffffffffffffffffffffffffffffff811615806132de575073ffffffffffffffffffffffffffffffffffffffff811630145b156112dd576040517f17858bbe00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff82166004820152602401610ae5565b5f6133ee7fa34be566843c588d73bbb6d3aa47c5c6ee5115ee1abd1e890f852dfdaf6afb7a6133626040870160208801614362565b6133726060880160408901614362565b6133826080890160608a01614362565b60408051602081019590955273ffffffffffffffffffffffffffffffffffffffff9384169085015290821660608401521660808281019190915286013560a08281019190915286013560c082015260e00160405160208183030381529060405280519060200120613ef6565b90505f5f6133fd838686613f3d565b5090925090505f816003811115613416576134166147e0565b14801561345d575061342e6040870160208801614362565b73ffffffffffffffffffffffffffffffffffffffff168273ffffffffffffffffffffffffffffffffffffffff16145b1561346a57505050505050565b61348561347d6040880160208901614362565b848787613f84565b611227576040517f8baa579f00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6006545f90610100900463ffffffff16821415806134d7575081155b156135495760025f8381526007602052604090206002015468010000000000000000900460ff16600381111561350f5761350f6147e0565b14613549576040517fb7e70de700000000000000000000000000000000000000000000000000000000815260048101839052602401610ae5565b505f9081526007602052604090205490565b5f3073ffffffffffffffffffffffffffffffffffffffff16635f47006288888888888860405160240161359396959493929190614bce565b604051602081830303815290604052915060e01b6020820180517bffffffffffffffffffffffffffffffffffffffffffffffffffffffff838183161783525050505090506207a12060405a6135e990603f614c66565b6135f39190614c7d565b1015613630576040517f5e31f8600000000000000000000000000000000000000000000000000000000081526207a1206004820152602401610ae5565b5f5f5f8351602085015f306207a120f19050806109df578573ffffffffffffffffffffffffffffffffffffffff168773ffffffffffffffffffffffffffffffffffffffff167fe75341588e138345a5e8f6d545f03a9ec177af396fccdbd039ac67045a372d2f61369e614007565b6040516136ab9190614cb5565b60405180910390a35050505050505050565b5f6136c88383611e52565b90508015613705576040517f6ec6d7ed00000000000000000000000000000000000000000000000000000000815260048101829052602401610ae5565b6006546137229065010000000000900463ffffffff166001614b4c565b63ffffffff1660095f61375c8686604080516020808201949094528082019290925280518083038201815260609092019052805191012090565b815260208101919091526040015f2055505050565b5f805b848110156138ed575f86868381811061378f5761378f61496f565b90506020020160208101906137a49190614362565b90508273ffffffffffffffffffffffffffffffffffffffff168173ffffffffffffffffffffffffffffffffffffffff1611613823576040517f0539924d00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff82166004820152602401610ae5565b6f7fffffffffffffffffffffffffffffff8585848181106138465761384661496f565b90506020020135111561389d576040517f8e3d051100000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff82166004820152602401610ae5565b8484838181106138af576138af61496f565b73ffffffffffffffffffffffffffffffffffffffff84165f90815260048c016020908152604090912091029290920135909155509150600101613774565b50600386016138fd858783614cd3565b50505050505050565b5f5b6003830154811015610bce575f83600301828154811061392a5761392a61496f565b5f91825260208083209091015473ffffffffffffffffffffffffffffffffffffffff1680835260048088018352604080852054918801909352919092205491925090818110156139cc576040517ff1c9845400000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff841660048201526024810183905260448101829052606401610ae5565b505050600101613908565b15610d22576040517f3ee5aeb500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b80825d5050565b5f82613a22868685614034565b1495945050505050565b600654610100900463ffffffff165f90815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff86168452600401909152812090613a7582612c7c565b600654909150610100900463ffffffff168503613b515780831115613aec576040517f49dc841b00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff851660048201526024810184905260448101829052606401610ae5565b6001820180548491905f90613b149084906fffffffffffffffffffffffffffffffff16614aad565b92506101000a8154816fffffffffffffffffffffffffffffffff02191690836fffffffffffffffffffffffffffffffff1602179055505050505050565b5f85815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff88168452600401909152902060018101548154613bab918491610dfa916fffffffffffffffffffffffffffffffff1690614a9a565b915081841115613c0d576040517f49dc841b00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff861660048201526024810185905260448101839052606401610ae5565b6001810180548591905f90613c359084906fffffffffffffffffffffffffffffffff16614aad565b92506101000a8154816fffffffffffffffffffffffffffffffff02191690836fffffffffffffffffffffffffffffffff160217905550838360010160108282829054906101000a9004600f0b613c8b9190614d68565b92506101000a8154816fffffffffffffffffffffffffffffffff0219169083600f0b6fffffffffffffffffffffffffffffffff160217905550505050505050565b5f5f5f83516020850186885af1949350505050565b6040513d5f823e3d81fd5b6040517fa9059cbb000000000000000000000000000000000000000000000000000000005f81815273ffffffffffffffffffffffffffffffffffffffff8616600452602485905291602083604481808b5af1925060015f51148316613d68578383151615613d5c573d5f823e3d81fd5b5f873b113d1516831692505b60405250949350505050565b60065460ff16610d22576040517f8dfc202b00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6002805473ffffffffffffffffffffffffffffffffffffffff8381167fffffffffffffffffffffffff0000000000000000000000000000000000000000831681179093556040519116919082907f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0905f90a35050565b6040517f23b872dd000000000000000000000000000000000000000000000000000000005f81815273ffffffffffffffffffffffffffffffffffffffff8781166004528616602452604485905291602083606481808c5af1925060015f51148316613ea8578383151615613e9c573d5f823e3d81fd5b5f883b113d1516831692505b604052505f60605295945050505050565b60605f613ec583614075565b6040805160208082528183019092529192505f91906020820181803683375050509182525060208101929092525090565b5f6108e4613f026140b5565b836040517f19010000000000000000000000000000000000000000000000000000000000008152600281019290925260228201526042902090565b5f80806041849003613f71578435602086013560408701355f1a613f63898285856141eb565b955095509550505050613f7b565b505f915060029050825b93509350939050565b604080517f1626ba7e00000000000000000000000000000000000000000000000000000000808252600482018690526024820192909252604481018390525f91908390818660648301375f82606483010152601f820160051c60051b915060205f60648401838b5afa9050825f5114601f3d111681169350505050949350505050565b60603d61010081111561401957506101005b6040519150808252805f602084013e50610120810160405290565b5f81815b8481101561406c57614062828787848181106140565761405661496f565b905060200201356142de565b9150600101614038565b50949350505050565b5f60ff8216601f811115612cc8576040517fb3512b0c00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b5f3073ffffffffffffffffffffffffffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001614801561411a57507f000000000000000000000000000000000000000000000000000000000000000046145b1561414457507f000000000000000000000000000000000000000000000000000000000000000090565b61300a604080517f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f60208201527f0000000000000000000000000000000000000000000000000000000000000000918101919091527f000000000000000000000000000000000000000000000000000000000000000060608201524660808201523060a08201525f9060c00160405160208183030381529060405280519060200120905090565b5f80807f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a084111561422457505f915060039050826142d4565b604080515f808252602082018084528a905260ff891692820192909252606081018790526080810186905260019060a0016020604051602081039080840390855afa158015614275573d5f5f3e3d5ffd5b50506040517fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0015191505073ffffffffffffffffffffffffffffffffffffffff81166142cb57505f9250600191508290506142d4565b92505f91508190505b9450945094915050565b5f8183106142f8575f828152602084905260409020612cca565b5f838152602083905260409020612cca565b73ffffffffffffffffffffffffffffffffffffffff811681146112dd575f5ffd5b5f5f6040838503121561433c575f5ffd5b82356143478161430a565b915060208301356143578161430a565b809150509250929050565b5f60208284031215614372575f5ffd5b8135611eab8161430a565b5f5f83601f84011261438d575f5ffd5b50813567ffffffffffffffff8111156143a4575f5ffd5b6020830191508360208260051b85010111156143be575f5ffd5b9250929050565b5f5f5f5f5f5f5f5f60a0898b0312156143dc575f5ffd5b8835975060208901356143ee8161430a565b9650604089013567ffffffffffffffff811115614409575f5ffd5b6144158b828c0161437d565b909750955050606089013567ffffffffffffffff811115614434575f5ffd5b6144408b828c0161437d565b909550935050608089013567ffffffffffffffff81111561445f575f5ffd5b61446b8b828c0161437d565b999c989b5096995094979396929594505050565b5f5f5f60608486031215614491575f5ffd5b833561449c8161430a565b925060208401356144ac8161430a565b929592945050506040919091013590565b5f5f5f5f5f608086880312156144d1575f5ffd5b8535945060208601356144e38161430a565b935060408601359250606086013567ffffffffffffffff811115614505575f5ffd5b6145118882890161437d565b969995985093965092949392505050565b5f60208284031215614532575f5ffd5b81358015158114611eab575f5ffd5b8035600281106130c1575f5ffd5b5f6020828403121561455f575f5ffd5b612cca82614541565b5f5f60408385031215614579575f5ffd5b82356145848161430a565b946020939093013593505050565b5f5f5f5f5f5f60a087890312156145a7575f5ffd5b8635955060208701356145b98161430a565b945060408701356145c98161430a565b935060608701359250608087013567ffffffffffffffff8111156145eb575f5ffd5b6145f789828a0161437d565b979a9699509497509295939492505050565b5f81518084528060208401602086015e5f6020828601015260207fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f83011685010191505092915050565b7fff000000000000000000000000000000000000000000000000000000000000008816815260e060208201525f61468f60e0830189614609565b82810360408401526146a18189614609565b6060840188905273ffffffffffffffffffffffffffffffffffffffff8716608085015260a0840186905283810360c0850152845180825260208087019350909101905f5b818110156147035783518352602093840193909201916001016146e5565b50909b9a5050505050505050505050565b5f60208284031215614724575f5ffd5b5035919050565b5f5f6040838503121561473c575f5ffd5b8235915060208301356143578161430a565b602080825282518282018190525f918401906040840190835b8181101561479b57835173ffffffffffffffffffffffffffffffffffffffff16835260209384019390920191600101614767565b509095945050505050565b5f5f604083850312156147b7575f5ffd5b61434783614541565b5f5f604083850312156147d1575f5ffd5b50508035926020909101359150565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52602160045260245ffd5b84815260208101849052604081018390526080810160048310614832576148326147e0565b82606083015295945050505050565b5f5f5f5f5f858703610100811215614857575f5ffd5b60c0811215614864575f5ffd5b5085945060c086013567ffffffffffffffff811115614881575f5ffd5b61488d8882890161437d565b90955093505060e086013567ffffffffffffffff8111156148ac575f5ffd5b8601601f810188136148bc575f5ffd5b803567ffffffffffffffff8111156148d2575f5ffd5b8860208284010111156148e3575f5ffd5b959894975092955050506020019190565b5f5f5f5f5f5f60808789031215614909575f5ffd5b8635955060208701359450604087013567ffffffffffffffff81111561492d575f5ffd5b61493989828a0161437d565b909550935050606087013567ffffffffffffffff8111156145eb575f5ffd5b5f60208284031215614968575f5ffd5b5051919050565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52603260045260245ffd5b5f5f83357fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe18436030181126149cf575f5ffd5b83018035915067ffffffffffffffff8211156149e9575f5ffd5b6020019150600581901b36038213156143be575f5ffd5b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b5f81614a3b57614a3b614a00565b507fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0190565b6040810160028410614a7557614a756147e0565b92815273ffffffffffffffffffffffffffffffffffffffff9190911660209091015290565b818103818111156108e4576108e4614a00565b6fffffffffffffffffffffffffffffffff81811683821601908111156108e4576108e4614a00565b808201808211156108e4576108e4614a00565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd5b5f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8203614b4557614b45614a00565b5060010190565b63ffffffff81811683821601908111156108e4576108e4614a00565b63ffffffff82811682821603908111156108e4576108e4614a00565b5f63ffffffff821663ffffffff8103614b9f57614b9f614a00565b60010192915050565b8181035f831280158383131683831282161715614bc757614bc7614a00565b5092915050565b86815273ffffffffffffffffffffffffffffffffffffffff8616602082015273ffffffffffffffffffffffffffffffffffffffff8516604082015283606082015260a060808201528160a08201525f7f07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff831115614c49575f5ffd5b8260051b808560c08501379190910160c001979650505050505050565b80820281158282048414176108e4576108e4614a00565b5f82614cb0577f4e487b71000000000000000000000000000000000000000000000000000000005f52601260045260245ffd5b500490565b602081525f612cca6020830184614609565b5f8135612cc88161430a565b67ffffffffffffffff831115614ceb57614ceb614ae8565b68010000000000000000831115614d0457614d04614ae8565b805483825580841015614d3857815f528360205f20018482035f5b81811015614d34575f83820155600101614d1f565b5050505b505f8181526020812083915b8581101561122757614d5583614cc7565b8282015560209290920191600101614d44565b600f82810b9082900b037fffffffffffffffffffffffffffffffff8000000000000000000000000000000081126f7fffffffffffffffffffffffffffffff821317156108e4576108e4614a0056fea2646970667358221220d8b932fff4352778ea75809cb126f6ccb36bf2e297b1fc7bbdfb1f7d7315c96764736f6c63430008250033',
} as const
