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
      "inputs": [],
      "name": "RescueFailed",
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
    '0x6101806040526006805463ffffffff60481b1916690100000000000000000017905534801561002c575f5ffd5b5060405161527338038061527383398101604081905261004b91610384565b8084848482604051806040016040528060128152602001712937bcb0b63a3ca234b9ba3934b13aba37b960711b815250604051806040016040528060018152602001603160f81b8152506100a4826101e160201b60201c565b610120526100b1816101e1565b61014052815160208084019190912060e052815190820120610100524660a05261013d60e05161010051604080517f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f60208201529081019290925260608201524660808201523060a08201525f9060c00160405160208183030381529060405280519060200120905090565b60805250503060c0526001600160a01b03811661017457604051631e4fbdf760e01b81525f60048201526024015b60405180910390fd5b61017d8161021e565b50806001600160a01b0316826001600160a01b0316036101bb5760405163b0ec069960e01b81526001600160a01b038316600482015260240161016b565b6101c55f8361023a565b6101d060018261023a565b505050610160525061043b92505050565b5f5f829050601f8151111561020b578260405163305a27a960e01b815260040161016b91906103cc565b805161021682610401565b179392505050565b600380546001600160a01b031916905561023781610318565b50565b806001600160a01b031660045f84600181111561025957610259610427565b600181111561026a5761026a610427565b815260208101919091526040015f20546001600160a01b031683600181111561029557610295610427565b6040517f89b2ee67afa436288c599865a5dd2652d516797612881512082321c02c88c069905f90a48060045f8460018111156102d3576102d3610427565b60018111156102e4576102e4610427565b81526020019081526020015f205f6101000a8154816001600160a01b0302191690836001600160a01b031602179055505050565b600280546001600160a01b038381166001600160a01b0319831681179093556040519116919082907f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0905f90a35050565b80516001600160a01b038116811461037f575f5ffd5b919050565b5f5f5f5f60808587031215610397575f5ffd5b6103a085610369565b93506103ae60208601610369565b92506103bc60408601610369565b6060959095015193969295505050565b602081525f82518060208401528060208501604085015e5f604082850101526040601f19601f83011684010191505092915050565b80516020808301519190811015610421575f198160200360031b1b821691505b50919050565b634e487b7160e01b5f52602160045260245ffd5b60805160a05160c05160e05161010051610120516101405161016051614dd661049d5f395f8181610547015261237101525f61300001525f612fd001525f61418501525f61415d01525f6140b801525f6140e201525f61410c0152614dd65ff3fe608060405234801561000f575f5ffd5b5060043610610325575f3560e01c80638bc8407a116101a8578063bb9e2543116100f3578063d8d390f51161009e578063eeedf23011610079578063eeedf2301461079f578063f2fde38b146107b2578063fa7ebc11146107c5578063fa9bbbeb146107fa575f5ffd5b8063d8d390f51461075b578063e30c39781461076e578063ea66b8751461078c575f5ffd5b8063c3455976116100ce578063c345597614610722578063cb8b9c4114610735578063d518eaf614610748575f5ffd5b8063bb9e2543146106a4578063c20137fb146106b7578063c2b40ae4146106ca575f5ffd5b8063a2eb892711610153578063affa3d971161012e578063affa3d9714610643578063b260c42a14610689578063ba739a621461069c575f5ffd5b8063a2eb892714610619578063a61175d514610639578063a67e91a814610366575f5ffd5b80639946b9a5116101835780639946b9a5146105a25780639d71674a146105b5578063a298f9ae146105be575f5ffd5b80638bc8407a146105695780638c72c54e1461057c5780638da5cb5b14610584575f5ffd5b8063449fb59e11610273578063715018a61161021e5780637b1837de116101f95780637b1837de1461050c5780638456cb591461051f57806384b0196e14610527578063861a141214610542575f5ffd5b8063715018a6146104e957806373818a94146104f157806379ba509714610504575f5ffd5b80635c975abb1161024e5780635c975abb1461046f5780635f470062146104865780636cae7d0f14610499575f5ffd5b8063449fb59e14610441578063452a93201461045457806345f9fc781461045c575f5ffd5b806321111bb4116102d35780633cd14890116102ae5780633cd14890146103ee5780633f4ba83a1461042657806341f2923a1461042e575f5ffd5b806321111bb4146103b15780632e7ba6ef146103c857806331a5ecdf146103db575f5ffd5b80631da92ad2116103035780631da92ad2146103815780631e4e44731461039657806320ff430b1461039e575f5ffd5b80630c9cbf0e14610329578063130ec68f14610366578063176d698e1461036e575b5f5ffd5b610353610337366004614315565b600a60209081525f928352604080842090915290825290205481565b6040519081526020015b60405180910390f35b610353604081565b61035361037c36600461434c565b61080d565b61039461038f3660046143af565b6108d4565b005b6103536109d3565b6103946103ac366004614469565b610a5e565b60065465010000000000900463ffffffff16610353565b6103946103d63660046144a7565b610bbd565b6103946103e936600461450c565b610c19565b6104016103fc366004614539565b610ca9565b60405173ffffffffffffffffffffffffffffffffffffffff909116815260200161035d565b610394610cfc565b61039461043c366004614552565b610d0e565b61039461044f366004614539565b610f4b565b6104016110e6565b61035361046a36600461434c565b611129565b60065460ff165b604051901515815260200161035d565b61039461049436600461457c565b6111c9565b6104766104a736600461434c565b73ffffffffffffffffffffffffffffffffffffffff165f908152600b602052604090205474010000000000000000000000000000000000000000900460ff1690565b610394611219565b600654610100900463ffffffff16610353565b610394611253565b61039461051a366004614552565b6112ca565b6103946114fb565b61052f61152a565b60405161035d979695949392919061463f565b6103537f000000000000000000000000000000000000000000000000000000000000000081565b610394610577366004614315565b611588565b61040161174d565b60025473ffffffffffffffffffffffffffffffffffffffff16610401565b6103946105b03660046146fe565b611757565b61035361010081565b6103536105cc366004614715565b5f82815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff851684526004019091529020600101546fffffffffffffffffffffffffffffffff1692915050565b61062c6106273660046146fe565b61191d565b60405161035d9190614738565b6103536207a12081565b610353610651366004614715565b5f82815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff8516845260040190915290205492915050565b6103946106973660046146fe565b611996565b610353611cfc565b6103946106b2366004614790565b611d7f565b6103536106c53660046147aa565b611e3c565b6107126106d83660046146fe565b5f90815260076020526040902080546001820154600290920154909267ffffffffffffffff82169168010000000000000000900460ff1690565b60405161035d94939291906147f7565b61039461073036600461482b565b611e9f565b6103946107433660046143af565b611f57565b610394610756366004614539565b6120a6565b6103536107693660046148de565b612116565b60035473ffffffffffffffffffffffffffffffffffffffff16610401565b61035361079a36600461434c565b61245b565b6103536107ad366004614715565b612489565b6103946107c036600461434c565b6124fa565b6103536107d336600461434c565b73ffffffffffffffffffffffffffffffffffffffff165f9081526008602052604090205490565b610401610808366004614315565b6125aa565b5f73ffffffffffffffffffffffffffffffffffffffff8216610830575047919050565b6040517f70a082310000000000000000000000000000000000000000000000000000000081523060048201526108ce9073ffffffffffffffffffffffffffffffffffffffff8416906370a0823190602401602060405180830381865afa15801561089c573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906108c09190614942565b6108c984612665565b6126b2565b92915050565b6108dc6126c3565b6108e4612700565b6108f087868584612757565b5f5b8581101561099b57610993898961092a8b8b8b8781811061091557610915614959565b9050602002016020810190610808919061434c565b8a8a8681811061093c5761093c614959565b9050602002016020810190610951919061434c565b89898781811061096357610963614959565b9050602002013588888881811061097c5761097c614959565b905060200281019061098e9190614986565b612854565b6001016108f2565b506109c9610d0c5f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f00612751565b5050505050505050565b60065463ffffffff65010000000000820481169169010000000000000000009004165b808210610a4b5760015f8381526007602052604090206002015468010000000000000000900460ff166003811115610a3057610a306147ca565b03610a39575090565b81610a4381614a17565b9250506109f6565b5050600654610100900463ffffffff1690565b610a66612a96565b610a6e612700565b5f610a788461080d565b905080821115610ad8576040517f3b02d5ea00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff85166004820152602481018290526044015b60405180910390fd5b8273ffffffffffffffffffffffffffffffffffffffff168473ffffffffffffffffffffffffffffffffffffffff167f3af790fafda720819b2fc6e15090606e81154e0ac9a92d38ecad006d99d20ecc84604051610b3791815260200190565b60405180910390a373ffffffffffffffffffffffffffffffffffffffff8416610b6957610b648383612ae9565b610b8a565b610b8a73ffffffffffffffffffffffffffffffffffffffff85168484612b8e565b50610bb8610d0c5f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f00612751565b505050565b610bc56126c3565b610bcd612700565b610be58533610bdc33886125aa565b87878787612854565b610c12610d0c5f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f00612751565b5050505050565b335f818152600b602052604090819020805484151574010000000000000000000000000000000000000000027fffffffffffffffffffffff00ffffffffffffffffffffffffffffffffffffffff909116179055517fcf41e05dd9d5ee4059a7285ed2923394da50bcfdac50108f515eedfe0dc9622290610c9e90841515815260200190565b60405180910390a250565b5f60055f836001811115610cbf57610cbf6147ca565b6001811115610cd057610cd06147ca565b815260208101919091526040015f205473ffffffffffffffffffffffffffffffffffffffff1692915050565b610d04612a96565b610d0c612be9565b565b60015f81905260046020527fabd6e7cb50984ff9c2f3e18a2660c3353dadf4e3291deeb275dae2cd1e44fe055473ffffffffffffffffffffffffffffffffffffffff163314610d8d5780336040517fc8984452000000000000000000000000000000000000000000000000000000008152600401610acf929190614a4b565b600654610100900463ffffffff165f90815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff8716845260040182528083206008909252822054909190610de990610de484612c66565b612cbb565b905080841115610e44576040517fe1d2d36800000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff8616600482015260248101829052604401610acf565b73ffffffffffffffffffffffffffffffffffffffff85165f9081526008602052604081208054869290610e78908490614a84565b90915550506001820180548591905f90610ea59084906fffffffffffffffffffffffffffffffff16614a97565b92506101000a8154816fffffffffffffffffffffffffffffffff02191690836fffffffffffffffffffffffffffffffff1602179055508473ffffffffffffffffffffffffffffffffffffffff16600660019054906101000a900463ffffffff1663ffffffff167f93f1c8cb0d4c5c9c6cb7a5eff1ee3be19820cc87ab5095aa292cfa592d1b432586604051610f3c91815260200190565b60405180910390a35050505050565b60055f826001811115610f6057610f606147ca565b6001811115610f7157610f716147ca565b815260208101919091526040015f205473ffffffffffffffffffffffffffffffffffffffff163314610fd35780336040517fdb6222a7000000000000000000000000000000000000000000000000000000008152600401610acf929190614a4b565b5f80826001811115610fe757610fe76147ca565b14610ff2575f610ff5565b60015b905060045f82600181111561100c5761100c6147ca565b600181111561101d5761101d6147ca565b815260208101919091526040015f205473ffffffffffffffffffffffffffffffffffffffff16330361107d576040517fb0ec0699000000000000000000000000000000000000000000000000000000008152336004820152602401610acf565b60055f836001811115611092576110926147ca565b60018111156110a3576110a36147ca565b815260208101919091526040015f2080547fffffffffffffffffffffffff00000000000000000000000000000000000000001690556110e28233612cca565b5050565b5f60048160015b60018111156110fe576110fe6147ca565b815260208101919091526040015f205473ffffffffffffffffffffffffffffffffffffffff16919050565b5f61113382612ddc565b6040517f70a0823100000000000000000000000000000000000000000000000000000000815230600482015273ffffffffffffffffffffffffffffffffffffffff8416906370a0823190602401602060405180830381865afa15801561119b573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906111bf9190614942565b6108ce9190614abf565b333014611202576040517f14d4a4e800000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6112118686610bdc88886125aa565b505050505050565b611221612a96565b6040517f3c776be100000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b600354339073ffffffffffffffffffffffffffffffffffffffff1681146112be576040517f118cdaa700000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff82166004820152602401610acf565b6112c781612e62565b50565b6112d2612700565b6040517f70a082310000000000000000000000000000000000000000000000000000000081523060048201525f9073ffffffffffffffffffffffffffffffffffffffff8416906370a0823190602401602060405180830381865afa15801561133c573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906113609190614942565b905061138473ffffffffffffffffffffffffffffffffffffffff8416333085612e93565b6040517f70a082310000000000000000000000000000000000000000000000000000000081523060048201525f90829073ffffffffffffffffffffffffffffffffffffffff8616906370a0823190602401602060405180830381865afa1580156113f0573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906114149190614942565b61141e9190614a84565b905082811461147f576040517f8c70255200000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff851660048201526024810184905260448101829052606401610acf565b604051838152339073ffffffffffffffffffffffffffffffffffffffff8616907f3b5083eec1a1116c56de5d6841cff8efc6a0aec9850e836ec509d6ce024ea5619060200160405180910390a350506110e2610d0c5f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f00612751565b60025473ffffffffffffffffffffffffffffffffffffffff16331461152257611522612eef565b610d0c612f6e565b5f6060805f5f5f606061153b612fc9565b611543612ff9565b604080515f808252602082019092527f0f000000000000000000000000000000000000000000000000000000000000009b939a50919850469750309650945092509050565b3073ffffffffffffffffffffffffffffffffffffffff8216036115ef576040517f17858bbe00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff82166004820152602401610acf565b335f908152600b6020526040902073ffffffffffffffffffffffffffffffffffffffff831661165b5780547fffffffffffffffffffffffff00000000000000000000000000000000000000001673ffffffffffffffffffffffffffffffffffffffff83161781556116f9565b80547fffffffffffffffffffff00ffffffffffffffffffffffffffffffffffffffffff167501000000000000000000000000000000000000000000178155335f908152600c6020908152604080832073ffffffffffffffffffffffffffffffffffffffff8781168552925290912080549184167fffffffffffffffffffffffff00000000000000000000000000000000000000009092169190911790555b60405173ffffffffffffffffffffffffffffffffffffffff838116825284169033907f7629cacead6ad550d6c80debe2d0d51aed2ba920ea20c94b82207abf09ecdcb39060200160405180910390a3505050565b5f600481806110ed565b60015f81905260046020527fabd6e7cb50984ff9c2f3e18a2660c3353dadf4e3291deeb275dae2cd1e44fe055473ffffffffffffffffffffffffffffffffffffffff1633146117d65780336040517fc8984452000000000000000000000000000000000000000000000000000000008152600401610acf929190614a4b565b5f828152600760205260409020600281015468010000000000000000900460ff16600181600381111561180b5761180b6147ca565b1415801561182b57506002816003811115611828576118286147ca565b14155b15611865576040517fdd9399e700000000000000000000000000000000000000000000000000000000815260048101859052602401610acf565b600282810180547fffffffffffffffffffffffffffffffffffffffffffffff00ffffffffffffffff16680300000000000000001790558160038111156118ad576118ad6147ca565b036118ed576006546118ed908390610100900463ffffffff1686146118df57600654610100900463ffffffff166130b0565b6118e884613024565b6130b0565b60405184907ffd6519245e400ca4a17dcfe2e398a2f2a4214fdb637256d0df00828d83507bf7905f90a250505050565b5f8181526007602090815260409182902060030180548351818402810184019094528084526060939283018282801561198a57602002820191905f5260205f20905b815473ffffffffffffffffffffffffffffffffffffffff16815260019091019060200180831161195f575b50505050509050919050565b61199e6126c3565b6119a6612700565b5f8181526007602052604090206001600282015468010000000000000000900460ff1660038111156119da576119da6147ca565b14611a14576040517fe61abfbc00000000000000000000000000000000000000000000000000000000815260048101839052602401610acf565b600281015467ffffffffffffffff16421015611a6e5760028101546040517fb317256b00000000000000000000000000000000000000000000000000000000815267ffffffffffffffff9091166004820152602401610acf565b5f611a77611cfc565b9050828114611ab5576040517f9b04a1d200000000000000000000000000000000000000000000000000000000815260048101829052602401610acf565b5f5b6003830154811015611ba0575f836003018281548110611ad957611ad9614959565b5f91825260208220015473ffffffffffffffffffffffffffffffffffffffff169150611b058683612489565b90508015611b5e576040517f863b7b1f00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff8316600482015260248101829052604401610acf565b73ffffffffffffffffffffffffffffffffffffffff82165f9081526004860160205260409020611b9690611b9184612ddc565b6131ce565b5050600101611ab7565b50600282810180547fffffffffffffffffffffffffffffffffffffffffffffff00ffffffffffffffff1668010000000000000000830217905550600680546002840180547fffffffffffffffffffffffffffffffffffffff00000000ffffffffffffffffff166101009283900463ffffffff9081166901000000000000000000029190911790915582547fffffffffffffffffffffffffffffffffffffffffffffffffffffff00000000ff16908616909102179055611c60836001614abf565b6006805463ffffffff929092166901000000000000000000027fffffffffffffffffffffffffffffffffffffff00000000ffffffffffffffffff90921691909117905560405183907f13d18aa8e27dd173c41f7dfaac3104e821fa14ebb78a9be970c1ce00971cd67d905f90a250506112c7610d0c5f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f00612751565b6006546901000000000000000000900463ffffffff165b60065465010000000000900463ffffffff168111801590611d65575060015f8281526007602052604090206002015468010000000000000000900460ff166003811115611d6257611d626147ca565b14155b15611d7c5780611d7481614aff565b915050611d13565b90565b611d87612a96565b8060055f846001811115611d9d57611d9d6147ca565b6001811115611dae57611dae6147ca565b815260208101919091526040015f2080547fffffffffffffffffffffffff00000000000000000000000000000000000000001673ffffffffffffffffffffffffffffffffffffffff9283161790558116826001811115611e1057611e106147ca565b6040517f566a2d820d7994a586aea751ad5675f2c594fbfbe67d33228a7f35952aa1b4af905f90a35050565b5f5f60095f611e728686604080516020808201949094528082019290925280518083038201815260609092019052805191012090565b81526020019081526020015f20549050611e8b81613239565b611e95575f611e97565b805b949350505050565b611ea76126c3565b611eaf612700565b8460a00135421115611ef3576040517fcd21db4f00000000000000000000000000000000000000000000000000000000815260a08601356004820152602401610acf565b611f0b611f06608087016060880161434c565b613290565b611f16858383613317565b610be58535611f2b604088016020890161434c565b611f3b6080890160608a0161434c565b611f4b60608a0160408b0161434c565b89608001358989612854565b611f5f6126c3565b611f67612700565b611f7387868584612757565b611f7c886134a5565b505f5b8581101561099b57848482818110611f9957611f99614959565b90506020020135600a5f8a73ffffffffffffffffffffffffffffffffffffffff1673ffffffffffffffffffffffffffffffffffffffff1681526020019081526020015f205f898985818110611ff057611ff0614959565b9050602002016020810190612005919061434c565b73ffffffffffffffffffffffffffffffffffffffff16815260208101919091526040015f20541461209e5761209e898989898581811061204757612047614959565b905060200201602081019061205c919061434c565b88888681811061206e5761206e614959565b9050602002013587878781811061208757612087614959565b90506020028101906120999190614986565b613545565b600101611f7f565b6120ae612a96565b60055f8260018111156120c3576120c36147ca565b60018111156120d4576120d46147ca565b815260208101919091526040015f90812080547fffffffffffffffffffffffff00000000000000000000000000000000000000001690556112c7908290612cca565b5f61211f6126c3565b5f80805260046020527f17ef568e3e12ab5b9c7254a8d58478811de00f9e6eb34345acd53bf8fd09d3ec5473ffffffffffffffffffffffffffffffffffffffff16331461219c5780336040517fc8984452000000000000000000000000000000000000000000000000000000008152600401610acf929190614a4b565b5f8890036121d6576040517f53ce4ece00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b84831461220f576040517f1083f70900000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b604085111561224e57604080517fa8908786000000000000000000000000000000000000000000000000000000008152600401610acf91815260200190565b61225888886136a7565b612260611cfc565b600680547fffffffffffffffffffffffffffffffffffffff00000000ffffffffffffffffff16690100000000000000000063ffffffff938416810291909117918290556040929082048116916122c29165010000000000909104166001614b36565b6122cc9190614b52565b63ffffffff161061230d57604080517f36c2ba31000000000000000000000000000000000000000000000000000000008152600401610acf91815260200190565b5f6123166109d3565b90506006600581819054906101000a900463ffffffff1661233690614b6e565b825463ffffffff9182166101009390930a83810292021916179091555f8181526007602052604090208a8155600181018a90559093506123967f000000000000000000000000000000000000000000000000000000000000000042614abf565b60028201805467ffffffffffffffff929092167fffffffffffffffffffffffffffffffffffffffffffffff00000000000000000090921691909117680100000000000000001790556123eb818989898961375b565b5f82815260076020526040902061240290826138f0565b6002810154604080518b815267ffffffffffffffff90921660208301528b9186917f4f1910e64177dbde60826cdb5eefa5f283036e8d4afba3c91499ffedfc9e7500910160405180910390a35050509695505050505050565b73ffffffffffffffffffffffffffffffffffffffff81165f908152600860205260408120546111bf83612ddc565b5f82815260076020818152604080842073ffffffffffffffffffffffffffffffffffffffff86168086526004918201845282862054600654610100900463ffffffff1687529484528286209086520190915282205481036124ed575f9150506108ce565b611e97816108c985611129565b612502612a96565b6003805473ffffffffffffffffffffffffffffffffffffffff83167fffffffffffffffffffffffff0000000000000000000000000000000000000000909116811790915561256560025473ffffffffffffffffffffffffffffffffffffffff1690565b73ffffffffffffffffffffffffffffffffffffffff167f38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e2270060405160405180910390a350565b73ffffffffffffffffffffffffffffffffffffffff82165f908152600b6020526040812080547501000000000000000000000000000000000000000000900460ff16156126365773ffffffffffffffffffffffffffffffffffffffff8085165f908152600c6020908152604080832087851684529091529020541680156126345791506108ce9050565b505b805473ffffffffffffffffffffffffffffffffffffffff16801561265a578061265c565b845b95945050505050565b5f6108ce6126a96126746109d3565b5f90815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff8816845260040190915290205490565b6108c984612ddc565b5f808284038481111590810261265c565b60065460ff1615610d0c576040517fd93c066500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b61272a7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005c6139c1565b610d0c60017f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005b906139f8565b81831415806127665750808314155b1561279d576040517f1083f70900000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b3373ffffffffffffffffffffffffffffffffffffffff8516148015906127ff575073ffffffffffffffffffffffffffffffffffffffff84165f908152600b602052604090205474010000000000000000000000000000000000000000900460ff165b1561284e576040517f8039d36800000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff85166004820152602401610acf565b50505050565b5f61285e886134a5565b6040805173ffffffffffffffffffffffffffffffffffffffff808b166020830152881691810191909152606081018690529091505f90608001604080517fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0818403018152828252805160209182012090830152016040516020818303038152906040528051906020012090506128f6848484846139ff565b61292c576040517f09bde33900000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b73ffffffffffffffffffffffffffffffffffffffff8089165f908152600a60209081526040808320938a16835292905220548086116129be576040517f8fc12f9900000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff808b1660048301528816602482015260448101829052606401610acf565b5f6129c98288614a84565b73ffffffffffffffffffffffffffffffffffffffff808c165f908152600a60209081526040808320938d168352929052208890559050612a0a8b8983613a16565b604080518881526020810183905290810185905273ffffffffffffffffffffffffffffffffffffffff808a1691908c16907f019a678ea0195fc14a657abc171c32d2cb9f7300fbd22eec8cd1a7822ebdd6d09060600160405180910390a3612a8973ffffffffffffffffffffffffffffffffffffffff89168a83612b8e565b5050505050505050505050565b60025473ffffffffffffffffffffffffffffffffffffffff163314610d0c576040517f118cdaa7000000000000000000000000000000000000000000000000000000008152336004820152602401610acf565b80471015612b2c576040517fcf47918100000000000000000000000000000000000000000000000000000000815247600482015260248101829052604401610acf565b612b45828260405180602001604052805f815250613cb6565b15612b4e575050565b3d15612b5c576110e2613ccb565b6040517fd6bda27500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b612b9b8383836001613cd6565b610bb8576040517f5274afe700000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff84166004820152602401610acf565b612bf1613d5e565b600680547fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff001690557f5db9ee0a495bf2e6ff9c91a7834c1ba4fdd244a5e8aa4e537bd38aeae4b073aa335b60405173ffffffffffffffffffffffffffffffffffffffff909116815260200160405180910390a1565b60018101545f908190612ca3906fffffffffffffffffffffffffffffffff8116907001000000000000000000000000000000009004600f0b614b92565b90505f8113612cb2575f612cb4565b805b9392505050565b5f828218828410028218612cb4565b8073ffffffffffffffffffffffffffffffffffffffff1660045f846001811115612cf657612cf66147ca565b6001811115612d0757612d076147ca565b815260208101919091526040015f205473ffffffffffffffffffffffffffffffffffffffff16836001811115612d3f57612d3f6147ca565b6040517f89b2ee67afa436288c599865a5dd2652d516797612881512082321c02c88c069905f90a48060045f846001811115612d7d57612d7d6147ca565b6001811115612d8e57612d8e6147ca565b81526020019081526020015f205f6101000a81548173ffffffffffffffffffffffffffffffffffffffff021916908373ffffffffffffffffffffffffffffffffffffffff1602179055505050565b600654610100900463ffffffff165f90815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff851684526004019091528120600181015481547001000000000000000000000000000000008204600f0b91612e58916fffffffffffffffffffffffffffffffff90911690614abf565b612cb49190614b92565b600380547fffffffffffffffffffffffff00000000000000000000000000000000000000001690556112c781613d9a565b612ea1848484846001613e10565b61284e576040517f5274afe700000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff85166004820152602401610acf565b60015f81905260046020527fabd6e7cb50984ff9c2f3e18a2660c3353dadf4e3291deeb275dae2cd1e44fe055473ffffffffffffffffffffffffffffffffffffffff1633146112c75780336040517fc8984452000000000000000000000000000000000000000000000000000000008152600401610acf929190614a4b565b612f766126c3565b600680547fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff001660011790557f62e78cea01bee320cd4e420270b5ea74000d11b0c9f74754ebdbfc544b05a258612c3c3390565b6060612ff47f0000000000000000000000000000000000000000000000000000000000000000613ea3565b905090565b6060612ff47f0000000000000000000000000000000000000000000000000000000000000000613ea3565b60028101546901000000000000000000900463ffffffff165b801580159061307d575060025f8281526007602052604090206002015468010000000000000000900460ff16600381111561307a5761307a6147ca565b14155b156130ab575f908152600760205260409020600201546901000000000000000000900463ffffffff1661303d565b919050565b5f5b6003830154811015613190575f8360030182815481106130d4576130d4614959565b5f91825260208083209091015473ffffffffffffffffffffffffffffffffffffffff168083526004870182526040808420600101546008909352832080549194506fffffffffffffffffffffffffffffffff90921692839291613138908490614abf565b90915550505f84815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff861684526004019091529020613186908261317c85612ddc565b611b919190614a84565b50506001016130b2565b506006805463ffffffff909216610100027fffffffffffffffffffffffffffffffffffffffffffffffffffffff00000000ff90921691909117905550565b6001820154825482916131f5916fffffffffffffffffffffffffffffffff90911690614abf565b6131ff9190614b92565b600190920180546fffffffffffffffffffffffffffffffff9384167001000000000000000000000000000000000293169290921790915550565b5f8181526007602052604081206002015468010000000000000000900460ff16600181600381111561326d5761326d6147ca565b1480612cb457506002816003811115613288576132886147ca565b149392505050565b73ffffffffffffffffffffffffffffffffffffffff811615806132c8575073ffffffffffffffffffffffffffffffffffffffff811630145b156112c7576040517f17858bbe00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff82166004820152602401610acf565b5f6133d87fa34be566843c588d73bbb6d3aa47c5c6ee5115ee1abd1e890f852dfdaf6afb7a61334c604087016020880161434c565b61335c606088016040890161434c565b61336c6080890160608a0161434c565b60408051602081019590955273ffffffffffffffffffffffffffffffffffffffff9384169085015290821660608401521660808281019190915286013560a08281019190915286013560c082015260e00160405160208183030381529060405280519060200120613ee0565b90505f5f6133e7838686613f27565b5090925090505f816003811115613400576134006147ca565b1480156134475750613418604087016020880161434c565b73ffffffffffffffffffffffffffffffffffffffff168273ffffffffffffffffffffffffffffffffffffffff16145b1561345457505050505050565b61346f613467604088016020890161434c565b848787613f6e565b611211576040517f8baa579f00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6006545f90610100900463ffffffff16821415806134c1575081155b156135335760025f8381526007602052604090206002015468010000000000000000900460ff1660038111156134f9576134f96147ca565b14613533576040517fb7e70de700000000000000000000000000000000000000000000000000000000815260048101839052602401610acf565b505f9081526007602052604090205490565b5f3073ffffffffffffffffffffffffffffffffffffffff16635f47006288888888888860405160240161357d96959493929190614bb8565b604051602081830303815290604052915060e01b6020820180517bffffffffffffffffffffffffffffffffffffffffffffffffffffffff838183161783525050505090506207a12060405a6135d390603f614c50565b6135dd9190614c67565b101561361a576040517f5e31f8600000000000000000000000000000000000000000000000000000000081526207a1206004820152602401610acf565b5f5f5f8351602085015f306207a120f19050806109c9578573ffffffffffffffffffffffffffffffffffffffff168773ffffffffffffffffffffffffffffffffffffffff167fe75341588e138345a5e8f6d545f03a9ec177af396fccdbd039ac67045a372d2f613688613ff1565b6040516136959190614c9f565b60405180910390a35050505050505050565b5f6136b28383611e3c565b905080156136ef576040517f6ec6d7ed00000000000000000000000000000000000000000000000000000000815260048101829052602401610acf565b60065461370c9065010000000000900463ffffffff166001614b36565b63ffffffff1660095f6137468686604080516020808201949094528082019290925280518083038201815260609092019052805191012090565b815260208101919091526040015f2055505050565b5f805b848110156138d7575f86868381811061377957613779614959565b905060200201602081019061378e919061434c565b90508273ffffffffffffffffffffffffffffffffffffffff168173ffffffffffffffffffffffffffffffffffffffff161161380d576040517f0539924d00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff82166004820152602401610acf565b6f7fffffffffffffffffffffffffffffff85858481811061383057613830614959565b905060200201351115613887576040517f8e3d051100000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff82166004820152602401610acf565b84848381811061389957613899614959565b73ffffffffffffffffffffffffffffffffffffffff84165f90815260048c01602090815260409091209102929092013590915550915060010161375e565b50600386016138e7858783614cbd565b50505050505050565b5f5b6003830154811015610bb8575f83600301828154811061391457613914614959565b5f91825260208083209091015473ffffffffffffffffffffffffffffffffffffffff1680835260048088018352604080852054918801909352919092205491925090818110156139b6576040517ff1c9845400000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff841660048201526024810183905260448101829052606401610acf565b5050506001016138f2565b15610d0c576040517f3ee5aeb500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b80825d5050565b5f82613a0c86868561401e565b1495945050505050565b600654610100900463ffffffff165f90815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff86168452600401909152812090613a5f82612c66565b600654909150610100900463ffffffff168503613b3b5780831115613ad6576040517f49dc841b00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff851660048201526024810184905260448101829052606401610acf565b6001820180548491905f90613afe9084906fffffffffffffffffffffffffffffffff16614a97565b92506101000a8154816fffffffffffffffffffffffffffffffff02191690836fffffffffffffffffffffffffffffffff1602179055505050505050565b5f85815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff88168452600401909152902060018101548154613b95918491610de4916fffffffffffffffffffffffffffffffff1690614a84565b915081841115613bf7576040517f49dc841b00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff861660048201526024810185905260448101839052606401610acf565b6001810180548591905f90613c1f9084906fffffffffffffffffffffffffffffffff16614a97565b92506101000a8154816fffffffffffffffffffffffffffffffff02191690836fffffffffffffffffffffffffffffffff160217905550838360010160108282829054906101000a9004600f0b613c759190614d52565b92506101000a8154816fffffffffffffffffffffffffffffffff0219169083600f0b6fffffffffffffffffffffffffffffffff160217905550505050505050565b5f5f5f83516020850186885af1949350505050565b6040513d5f823e3d81fd5b6040517fa9059cbb000000000000000000000000000000000000000000000000000000005f81815273ffffffffffffffffffffffffffffffffffffffff8616600452602485905291602083604481808b5af1925060015f51148316613d52578383151615613d46573d5f823e3d81fd5b5f873b113d1516831692505b60405250949350505050565b60065460ff16610d0c576040517f8dfc202b00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6002805473ffffffffffffffffffffffffffffffffffffffff8381167fffffffffffffffffffffffff0000000000000000000000000000000000000000831681179093556040519116919082907f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0905f90a35050565b6040517f23b872dd000000000000000000000000000000000000000000000000000000005f81815273ffffffffffffffffffffffffffffffffffffffff8781166004528616602452604485905291602083606481808c5af1925060015f51148316613e92578383151615613e86573d5f823e3d81fd5b5f883b113d1516831692505b604052505f60605295945050505050565b60605f613eaf8361405f565b6040805160208082528183019092529192505f91906020820181803683375050509182525060208101929092525090565b5f6108ce613eec61409f565b836040517f19010000000000000000000000000000000000000000000000000000000000008152600281019290925260228201526042902090565b5f80806041849003613f5b578435602086013560408701355f1a613f4d898285856141d5565b955095509550505050613f65565b505f915060029050825b93509350939050565b604080517f1626ba7e00000000000000000000000000000000000000000000000000000000808252600482018690526024820192909252604481018390525f91908390818660648301375f82606483010152601f820160051c60051b915060205f60648401838b5afa9050825f5114601f3d111681169350505050949350505050565b60603d61010081111561400357506101005b6040519150808252805f602084013e50610120810160405290565b5f81815b848110156140565761404c8287878481811061404057614040614959565b905060200201356142c8565b9150600101614022565b50949350505050565b5f60ff8216601f811115612cb2576040517fb3512b0c00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b5f3073ffffffffffffffffffffffffffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001614801561410457507f000000000000000000000000000000000000000000000000000000000000000046145b1561412e57507f000000000000000000000000000000000000000000000000000000000000000090565b612ff4604080517f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f60208201527f0000000000000000000000000000000000000000000000000000000000000000918101919091527f000000000000000000000000000000000000000000000000000000000000000060608201524660808201523060a08201525f9060c00160405160208183030381529060405280519060200120905090565b5f80807f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a084111561420e57505f915060039050826142be565b604080515f808252602082018084528a905260ff891692820192909252606081018790526080810186905260019060a0016020604051602081039080840390855afa15801561425f573d5f5f3e3d5ffd5b50506040517fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0015191505073ffffffffffffffffffffffffffffffffffffffff81166142b557505f9250600191508290506142be565b92505f91508190505b9450945094915050565b5f8183106142e2575f828152602084905260409020612cb4565b5f838152602083905260409020612cb4565b73ffffffffffffffffffffffffffffffffffffffff811681146112c7575f5ffd5b5f5f60408385031215614326575f5ffd5b8235614331816142f4565b91506020830135614341816142f4565b809150509250929050565b5f6020828403121561435c575f5ffd5b8135611e95816142f4565b5f5f83601f840112614377575f5ffd5b50813567ffffffffffffffff81111561438e575f5ffd5b6020830191508360208260051b85010111156143a8575f5ffd5b9250929050565b5f5f5f5f5f5f5f5f60a0898b0312156143c6575f5ffd5b8835975060208901356143d8816142f4565b9650604089013567ffffffffffffffff8111156143f3575f5ffd5b6143ff8b828c01614367565b909750955050606089013567ffffffffffffffff81111561441e575f5ffd5b61442a8b828c01614367565b909550935050608089013567ffffffffffffffff811115614449575f5ffd5b6144558b828c01614367565b999c989b5096995094979396929594505050565b5f5f5f6060848603121561447b575f5ffd5b8335614486816142f4565b92506020840135614496816142f4565b929592945050506040919091013590565b5f5f5f5f5f608086880312156144bb575f5ffd5b8535945060208601356144cd816142f4565b935060408601359250606086013567ffffffffffffffff8111156144ef575f5ffd5b6144fb88828901614367565b969995985093965092949392505050565b5f6020828403121561451c575f5ffd5b81358015158114611e95575f5ffd5b8035600281106130ab575f5ffd5b5f60208284031215614549575f5ffd5b612cb48261452b565b5f5f60408385031215614563575f5ffd5b823561456e816142f4565b946020939093013593505050565b5f5f5f5f5f5f60a08789031215614591575f5ffd5b8635955060208701356145a3816142f4565b945060408701356145b3816142f4565b935060608701359250608087013567ffffffffffffffff8111156145d5575f5ffd5b6145e189828a01614367565b979a9699509497509295939492505050565b5f81518084528060208401602086015e5f6020828601015260207fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f83011685010191505092915050565b7fff000000000000000000000000000000000000000000000000000000000000008816815260e060208201525f61467960e08301896145f3565b828103604084015261468b81896145f3565b6060840188905273ffffffffffffffffffffffffffffffffffffffff8716608085015260a0840186905283810360c0850152845180825260208087019350909101905f5b818110156146ed5783518352602093840193909201916001016146cf565b50909b9a5050505050505050505050565b5f6020828403121561470e575f5ffd5b5035919050565b5f5f60408385031215614726575f5ffd5b823591506020830135614341816142f4565b602080825282518282018190525f918401906040840190835b8181101561478557835173ffffffffffffffffffffffffffffffffffffffff16835260209384019390920191600101614751565b509095945050505050565b5f5f604083850312156147a1575f5ffd5b6143318361452b565b5f5f604083850312156147bb575f5ffd5b50508035926020909101359150565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52602160045260245ffd5b8481526020810184905260408101839052608081016004831061481c5761481c6147ca565b82606083015295945050505050565b5f5f5f5f5f858703610100811215614841575f5ffd5b60c081121561484e575f5ffd5b5085945060c086013567ffffffffffffffff81111561486b575f5ffd5b61487788828901614367565b90955093505060e086013567ffffffffffffffff811115614896575f5ffd5b8601601f810188136148a6575f5ffd5b803567ffffffffffffffff8111156148bc575f5ffd5b8860208284010111156148cd575f5ffd5b959894975092955050506020019190565b5f5f5f5f5f5f608087890312156148f3575f5ffd5b8635955060208701359450604087013567ffffffffffffffff811115614917575f5ffd5b61492389828a01614367565b909550935050606087013567ffffffffffffffff8111156145d5575f5ffd5b5f60208284031215614952575f5ffd5b5051919050565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52603260045260245ffd5b5f5f83357fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe18436030181126149b9575f5ffd5b83018035915067ffffffffffffffff8211156149d3575f5ffd5b6020019150600581901b36038213156143a8575f5ffd5b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b5f81614a2557614a256149ea565b507fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0190565b6040810160028410614a5f57614a5f6147ca565b92815273ffffffffffffffffffffffffffffffffffffffff9190911660209091015290565b818103818111156108ce576108ce6149ea565b6fffffffffffffffffffffffffffffffff81811683821601908111156108ce576108ce6149ea565b808201808211156108ce576108ce6149ea565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd5b5f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8203614b2f57614b2f6149ea565b5060010190565b63ffffffff81811683821601908111156108ce576108ce6149ea565b63ffffffff82811682821603908111156108ce576108ce6149ea565b5f63ffffffff821663ffffffff8103614b8957614b896149ea565b60010192915050565b8181035f831280158383131683831282161715614bb157614bb16149ea565b5092915050565b86815273ffffffffffffffffffffffffffffffffffffffff8616602082015273ffffffffffffffffffffffffffffffffffffffff8516604082015283606082015260a060808201528160a08201525f7f07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff831115614c33575f5ffd5b8260051b808560c08501379190910160c001979650505050505050565b80820281158282048414176108ce576108ce6149ea565b5f82614c9a577f4e487b71000000000000000000000000000000000000000000000000000000005f52601260045260245ffd5b500490565b602081525f612cb460208301846145f3565b5f8135612cb2816142f4565b67ffffffffffffffff831115614cd557614cd5614ad2565b68010000000000000000831115614cee57614cee614ad2565b805483825580841015614d2257815f528360205f20018482035f5b81811015614d1e575f83820155600101614d09565b5050505b505f8181526020812083915b8581101561121157614d3f83614cb1565b8282015560209290920191600101614d2e565b600f82810b9082900b037fffffffffffffffffffffffffffffffff8000000000000000000000000000000081126f7fffffffffffffffffffffffffffffff821317156108ce576108ce6149ea56fea2646970667358221220e70ec968bc30e24b4e16712474d481e50f0457a1b5f3e8ba199bf85210cde2c164736f6c63430008250033',
} as const
