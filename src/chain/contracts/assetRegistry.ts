// Made by `npm run contracts` from contracts/AssetRegistry.sol.
export const assetRegistry = {
  abi: [
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "admin",
          "type": "address"
        },
        {
          "internalType": "bool",
          "name": "open_",
          "type": "bool"
        }
      ],
      "stateMutability": "nonpayable",
      "type": "constructor"
    },
    {
      "inputs": [
        {
          "internalType": "string",
          "name": "account",
          "type": "string"
        }
      ],
      "name": "AccountMalformed",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "string",
          "name": "asset",
          "type": "string"
        }
      ],
      "name": "AssetExists",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "string",
          "name": "asset",
          "type": "string"
        }
      ],
      "name": "AssetMalformed",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "string",
          "name": "currency",
          "type": "string"
        }
      ],
      "name": "CapOutOfRange",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "string",
          "name": "currency",
          "type": "string"
        }
      ],
      "name": "CapTwice",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "string",
          "name": "asset",
          "type": "string"
        }
      ],
      "name": "CapsOfAbsolute",
      "type": "error"
    },
    {
      "inputs": [],
      "name": "ContributorsWithoutShare",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "count",
          "type": "uint256"
        },
        {
          "internalType": "uint256",
          "name": "min",
          "type": "uint256"
        },
        {
          "internalType": "uint256",
          "name": "max",
          "type": "uint256"
        }
      ],
      "name": "CountOutOfRange",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "string",
          "name": "currency",
          "type": "string"
        }
      ],
      "name": "CurrencyMalformed",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "sender",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "tokenId",
          "type": "uint256"
        },
        {
          "internalType": "address",
          "name": "owner",
          "type": "address"
        }
      ],
      "name": "ERC721IncorrectOwner",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "operator",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "tokenId",
          "type": "uint256"
        }
      ],
      "name": "ERC721InsufficientApproval",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "approver",
          "type": "address"
        }
      ],
      "name": "ERC721InvalidApprover",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "operator",
          "type": "address"
        }
      ],
      "name": "ERC721InvalidOperator",
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
      "name": "ERC721InvalidOwner",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "receiver",
          "type": "address"
        }
      ],
      "name": "ERC721InvalidReceiver",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "sender",
          "type": "address"
        }
      ],
      "name": "ERC721InvalidSender",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "tokenId",
          "type": "uint256"
        }
      ],
      "name": "ERC721NonexistentToken",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "string",
          "name": "asset",
          "type": "string"
        }
      ],
      "name": "NoContributors",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "assetId",
          "type": "uint256"
        },
        {
          "internalType": "address",
          "name": "account",
          "type": "address"
        }
      ],
      "name": "NotAssetOwner",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "assetId",
          "type": "uint256"
        },
        {
          "internalType": "address",
          "name": "account",
          "type": "address"
        }
      ],
      "name": "NotAttester",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "time",
          "type": "uint256"
        }
      ],
      "name": "NotMidnight",
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
      "name": "NotRegistrar",
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
      "name": "PayeeZero",
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
      "name": "PayeesNotAscending",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "share",
          "type": "uint256"
        }
      ],
      "name": "ShareOutOfRange",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "total",
          "type": "uint256"
        }
      ],
      "name": "SharesAboveOne",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "total",
          "type": "uint256"
        }
      ],
      "name": "SharesNotWhole",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "string",
          "name": "asset",
          "type": "string"
        },
        {
          "internalType": "string",
          "name": "version",
          "type": "string"
        }
      ],
      "name": "SourceTwice",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "length",
          "type": "uint256"
        }
      ],
      "name": "TextTooLong",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "time",
          "type": "uint256"
        }
      ],
      "name": "TimeOutOfRange",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "units",
          "type": "uint256"
        }
      ],
      "name": "UnitsOutOfRange",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "string",
          "name": "asset",
          "type": "string"
        },
        {
          "internalType": "string",
          "name": "version",
          "type": "string"
        }
      ],
      "name": "VersionExists",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "string",
          "name": "version",
          "type": "string"
        }
      ],
      "name": "VersionMalformed",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "string",
          "name": "asset",
          "type": "string"
        },
        {
          "internalType": "string",
          "name": "version",
          "type": "string"
        }
      ],
      "name": "VersionUnknown",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "bytes32",
          "name": "workHash",
          "type": "bytes32"
        }
      ],
      "name": "WorkAttested",
      "type": "error"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "address",
          "name": "owner",
          "type": "address"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "approved",
          "type": "address"
        },
        {
          "indexed": true,
          "internalType": "uint256",
          "name": "tokenId",
          "type": "uint256"
        }
      ],
      "name": "Approval",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "address",
          "name": "owner",
          "type": "address"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "operator",
          "type": "address"
        },
        {
          "indexed": false,
          "internalType": "bool",
          "name": "approved",
          "type": "bool"
        }
      ],
      "name": "ApprovalForAll",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "uint256",
          "name": "assetId",
          "type": "uint256"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "owner",
          "type": "address"
        },
        {
          "indexed": false,
          "internalType": "string",
          "name": "asset",
          "type": "string"
        },
        {
          "indexed": false,
          "internalType": "string",
          "name": "name",
          "type": "string"
        },
        {
          "indexed": false,
          "internalType": "string",
          "name": "license",
          "type": "string"
        },
        {
          "indexed": false,
          "internalType": "string",
          "name": "metadataUri",
          "type": "string"
        }
      ],
      "name": "AssetRegistered",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "uint256",
          "name": "assetId",
          "type": "uint256"
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
        },
        {
          "indexed": false,
          "internalType": "string",
          "name": "asset",
          "type": "string"
        }
      ],
      "name": "AssetTransferred",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "uint256",
          "name": "assetId",
          "type": "uint256"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "attester",
          "type": "address"
        },
        {
          "indexed": false,
          "internalType": "bool",
          "name": "allowed",
          "type": "bool"
        }
      ],
      "name": "AttesterSet",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "uint256",
          "name": "assetId",
          "type": "uint256"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "attester",
          "type": "address"
        },
        {
          "indexed": false,
          "internalType": "string",
          "name": "asset",
          "type": "string"
        },
        {
          "components": [
            {
              "internalType": "bytes32",
              "name": "workHash",
              "type": "bytes32"
            },
            {
              "internalType": "address",
              "name": "payee",
              "type": "address"
            },
            {
              "internalType": "uint64",
              "name": "units",
              "type": "uint64"
            }
          ],
          "indexed": false,
          "internalType": "struct Attestation[]",
          "name": "attestations",
          "type": "tuple[]"
        }
      ],
      "name": "ContributionsAttested",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "uint256",
          "name": "assetId",
          "type": "uint256"
        },
        {
          "indexed": true,
          "internalType": "uint256",
          "name": "licenseId",
          "type": "uint256"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "licensee",
          "type": "address"
        },
        {
          "indexed": false,
          "internalType": "string",
          "name": "asset",
          "type": "string"
        },
        {
          "components": [
            {
              "internalType": "string",
              "name": "version",
              "type": "string"
            },
            {
              "internalType": "string",
              "name": "license",
              "type": "string"
            },
            {
              "internalType": "bytes32",
              "name": "termsHash",
              "type": "bytes32"
            },
            {
              "internalType": "string",
              "name": "termsUri",
              "type": "string"
            },
            {
              "internalType": "uint64",
              "name": "until",
              "type": "uint64"
            }
          ],
          "indexed": false,
          "internalType": "struct LicenseGrant",
          "name": "grant",
          "type": "tuple"
        }
      ],
      "name": "LicenseGranted",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": false,
          "internalType": "bool",
          "name": "isOpen",
          "type": "bool"
        }
      ],
      "name": "OpenSet",
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
          "indexed": true,
          "internalType": "address",
          "name": "payee",
          "type": "address"
        },
        {
          "indexed": false,
          "internalType": "string",
          "name": "account",
          "type": "string"
        }
      ],
      "name": "PayeeBound",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "address",
          "name": "payee",
          "type": "address"
        },
        {
          "indexed": false,
          "internalType": "string",
          "name": "name",
          "type": "string"
        }
      ],
      "name": "PayeeRegistered",
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
          "name": "allowed",
          "type": "bool"
        }
      ],
      "name": "RegistrarSet",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
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
        },
        {
          "indexed": true,
          "internalType": "uint256",
          "name": "tokenId",
          "type": "uint256"
        }
      ],
      "name": "Transfer",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "uint256",
          "name": "assetId",
          "type": "uint256"
        },
        {
          "indexed": true,
          "internalType": "bytes32",
          "name": "versionId",
          "type": "bytes32"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "owner",
          "type": "address"
        },
        {
          "indexed": false,
          "internalType": "string",
          "name": "asset",
          "type": "string"
        },
        {
          "components": [
            {
              "internalType": "string",
              "name": "version",
              "type": "string"
            },
            {
              "internalType": "uint64",
              "name": "releasedAt",
              "type": "uint64"
            },
            {
              "internalType": "string",
              "name": "contentDigest",
              "type": "string"
            },
            {
              "components": [
                {
                  "internalType": "address",
                  "name": "payee",
                  "type": "address"
                },
                {
                  "internalType": "uint32",
                  "name": "share",
                  "type": "uint32"
                }
              ],
              "internalType": "struct Holder[]",
              "name": "holders",
              "type": "tuple[]"
            },
            {
              "internalType": "uint32",
              "name": "contributorShare",
              "type": "uint32"
            },
            {
              "components": [
                {
                  "internalType": "address",
                  "name": "payee",
                  "type": "address"
                },
                {
                  "internalType": "uint64",
                  "name": "units",
                  "type": "uint64"
                }
              ],
              "internalType": "struct Contributor[]",
              "name": "contributors",
              "type": "tuple[]"
            },
            {
              "components": [
                {
                  "internalType": "string",
                  "name": "asset",
                  "type": "string"
                },
                {
                  "internalType": "string",
                  "name": "version",
                  "type": "string"
                },
                {
                  "internalType": "enum Relation",
                  "name": "relation",
                  "type": "uint8"
                },
                {
                  "internalType": "enum Policy",
                  "name": "policy",
                  "type": "uint8"
                },
                {
                  "internalType": "uint32",
                  "name": "share",
                  "type": "uint32"
                },
                {
                  "internalType": "uint64",
                  "name": "until",
                  "type": "uint64"
                },
                {
                  "components": [
                    {
                      "internalType": "string",
                      "name": "currency",
                      "type": "string"
                    },
                    {
                      "internalType": "uint256",
                      "name": "amount",
                      "type": "uint256"
                    },
                    {
                      "internalType": "uint8",
                      "name": "decimals",
                      "type": "uint8"
                    }
                  ],
                  "internalType": "struct Cap[]",
                  "name": "caps",
                  "type": "tuple[]"
                }
              ],
              "internalType": "struct Source[]",
              "name": "derivedFrom",
              "type": "tuple[]"
            }
          ],
          "indexed": false,
          "internalType": "struct Release",
          "name": "release",
          "type": "tuple"
        }
      ],
      "name": "VersionReleased",
      "type": "event"
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
          "internalType": "address",
          "name": "to",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "tokenId",
          "type": "uint256"
        }
      ],
      "name": "approve",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "string",
          "name": "asset",
          "type": "string"
        }
      ],
      "name": "assetIdOf",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "pure",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "assetId",
          "type": "uint256"
        }
      ],
      "name": "assetOf",
      "outputs": [
        {
          "internalType": "string",
          "name": "",
          "type": "string"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "assetId",
          "type": "uint256"
        },
        {
          "components": [
            {
              "internalType": "bytes32",
              "name": "workHash",
              "type": "bytes32"
            },
            {
              "internalType": "address",
              "name": "payee",
              "type": "address"
            },
            {
              "internalType": "uint64",
              "name": "units",
              "type": "uint64"
            }
          ],
          "internalType": "struct Attestation[]",
          "name": "attestations",
          "type": "tuple[]"
        }
      ],
      "name": "attest",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "owner",
          "type": "address"
        }
      ],
      "name": "balanceOf",
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
          "internalType": "string",
          "name": "account",
          "type": "string"
        }
      ],
      "name": "bindAccount",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "assetId",
          "type": "uint256"
        }
      ],
      "name": "contributionCount",
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
          "name": "assetId",
          "type": "uint256"
        },
        {
          "internalType": "bytes32",
          "name": "workHash",
          "type": "bytes32"
        }
      ],
      "name": "contributionOf",
      "outputs": [
        {
          "components": [
            {
              "internalType": "address",
              "name": "payee",
              "type": "address"
            },
            {
              "internalType": "uint64",
              "name": "units",
              "type": "uint64"
            }
          ],
          "internalType": "struct Contribution",
          "name": "",
          "type": "tuple"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "tokenId",
          "type": "uint256"
        }
      ],
      "name": "getApproved",
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
          "internalType": "uint256",
          "name": "assetId",
          "type": "uint256"
        },
        {
          "internalType": "address",
          "name": "licensee",
          "type": "address"
        },
        {
          "components": [
            {
              "internalType": "string",
              "name": "version",
              "type": "string"
            },
            {
              "internalType": "string",
              "name": "license",
              "type": "string"
            },
            {
              "internalType": "bytes32",
              "name": "termsHash",
              "type": "bytes32"
            },
            {
              "internalType": "string",
              "name": "termsUri",
              "type": "string"
            },
            {
              "internalType": "uint64",
              "name": "until",
              "type": "uint64"
            }
          ],
          "internalType": "struct LicenseGrant",
          "name": "grant",
          "type": "tuple"
        }
      ],
      "name": "grantLicense",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "licenseId",
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
          "name": "owner",
          "type": "address"
        },
        {
          "internalType": "address",
          "name": "operator",
          "type": "address"
        }
      ],
      "name": "isApprovedForAll",
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
      "inputs": [
        {
          "internalType": "uint256",
          "name": "assetId",
          "type": "uint256"
        },
        {
          "internalType": "address",
          "name": "account",
          "type": "address"
        }
      ],
      "name": "isAttester",
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
      "inputs": [
        {
          "internalType": "address",
          "name": "account",
          "type": "address"
        }
      ],
      "name": "isRegistrar",
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
      "name": "licenseCount",
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
      "name": "name",
      "outputs": [
        {
          "internalType": "string",
          "name": "",
          "type": "string"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "open",
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
      "inputs": [
        {
          "internalType": "uint256",
          "name": "tokenId",
          "type": "uint256"
        }
      ],
      "name": "ownerOf",
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
          "internalType": "string",
          "name": "asset",
          "type": "string"
        },
        {
          "internalType": "address",
          "name": "owner_",
          "type": "address"
        },
        {
          "internalType": "string",
          "name": "name_",
          "type": "string"
        },
        {
          "internalType": "string",
          "name": "license",
          "type": "string"
        },
        {
          "internalType": "string",
          "name": "metadataUri",
          "type": "string"
        }
      ],
      "name": "registerAsset",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "assetId",
          "type": "uint256"
        }
      ],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "string",
          "name": "name_",
          "type": "string"
        }
      ],
      "name": "registerPayee",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "assetId",
          "type": "uint256"
        },
        {
          "components": [
            {
              "internalType": "string",
              "name": "version",
              "type": "string"
            },
            {
              "internalType": "uint64",
              "name": "releasedAt",
              "type": "uint64"
            },
            {
              "internalType": "string",
              "name": "contentDigest",
              "type": "string"
            },
            {
              "components": [
                {
                  "internalType": "address",
                  "name": "payee",
                  "type": "address"
                },
                {
                  "internalType": "uint32",
                  "name": "share",
                  "type": "uint32"
                }
              ],
              "internalType": "struct Holder[]",
              "name": "holders",
              "type": "tuple[]"
            },
            {
              "internalType": "uint32",
              "name": "contributorShare",
              "type": "uint32"
            },
            {
              "components": [
                {
                  "internalType": "address",
                  "name": "payee",
                  "type": "address"
                },
                {
                  "internalType": "uint64",
                  "name": "units",
                  "type": "uint64"
                }
              ],
              "internalType": "struct Contributor[]",
              "name": "contributors",
              "type": "tuple[]"
            },
            {
              "components": [
                {
                  "internalType": "string",
                  "name": "asset",
                  "type": "string"
                },
                {
                  "internalType": "string",
                  "name": "version",
                  "type": "string"
                },
                {
                  "internalType": "enum Relation",
                  "name": "relation",
                  "type": "uint8"
                },
                {
                  "internalType": "enum Policy",
                  "name": "policy",
                  "type": "uint8"
                },
                {
                  "internalType": "uint32",
                  "name": "share",
                  "type": "uint32"
                },
                {
                  "internalType": "uint64",
                  "name": "until",
                  "type": "uint64"
                },
                {
                  "components": [
                    {
                      "internalType": "string",
                      "name": "currency",
                      "type": "string"
                    },
                    {
                      "internalType": "uint256",
                      "name": "amount",
                      "type": "uint256"
                    },
                    {
                      "internalType": "uint8",
                      "name": "decimals",
                      "type": "uint8"
                    }
                  ],
                  "internalType": "struct Cap[]",
                  "name": "caps",
                  "type": "tuple[]"
                }
              ],
              "internalType": "struct Source[]",
              "name": "derivedFrom",
              "type": "tuple[]"
            }
          ],
          "internalType": "struct Release",
          "name": "given",
          "type": "tuple"
        }
      ],
      "name": "releaseVersion",
      "outputs": [
        {
          "internalType": "bytes32",
          "name": "versionId",
          "type": "bytes32"
        }
      ],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "renounceOwnership",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "from",
          "type": "address"
        },
        {
          "internalType": "address",
          "name": "to",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "tokenId",
          "type": "uint256"
        }
      ],
      "name": "safeTransferFrom",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "from",
          "type": "address"
        },
        {
          "internalType": "address",
          "name": "to",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "tokenId",
          "type": "uint256"
        },
        {
          "internalType": "bytes",
          "name": "data",
          "type": "bytes"
        }
      ],
      "name": "safeTransferFrom",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "operator",
          "type": "address"
        },
        {
          "internalType": "bool",
          "name": "approved",
          "type": "bool"
        }
      ],
      "name": "setApprovalForAll",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "assetId",
          "type": "uint256"
        },
        {
          "internalType": "address",
          "name": "attester",
          "type": "address"
        },
        {
          "internalType": "bool",
          "name": "allowed",
          "type": "bool"
        }
      ],
      "name": "setAttester",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "bool",
          "name": "open_",
          "type": "bool"
        }
      ],
      "name": "setOpen",
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
          "internalType": "bool",
          "name": "allowed",
          "type": "bool"
        }
      ],
      "name": "setRegistrar",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "bytes4",
          "name": "interfaceId",
          "type": "bytes4"
        }
      ],
      "name": "supportsInterface",
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
      "name": "symbol",
      "outputs": [
        {
          "internalType": "string",
          "name": "",
          "type": "string"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "assetId",
          "type": "uint256"
        }
      ],
      "name": "tokenURI",
      "outputs": [
        {
          "internalType": "string",
          "name": "",
          "type": "string"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "from",
          "type": "address"
        },
        {
          "internalType": "address",
          "name": "to",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "tokenId",
          "type": "uint256"
        }
      ],
      "name": "transferFrom",
      "outputs": [],
      "stateMutability": "nonpayable",
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
      "inputs": [
        {
          "internalType": "uint256",
          "name": "assetId",
          "type": "uint256"
        }
      ],
      "name": "versionCount",
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
          "name": "assetId",
          "type": "uint256"
        },
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        }
      ],
      "name": "versionIdAt",
      "outputs": [
        {
          "internalType": "bytes32",
          "name": "",
          "type": "bytes32"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "assetId",
          "type": "uint256"
        },
        {
          "internalType": "string",
          "name": "version",
          "type": "string"
        }
      ],
      "name": "versionIdOf",
      "outputs": [
        {
          "internalType": "bytes32",
          "name": "",
          "type": "bytes32"
        }
      ],
      "stateMutability": "pure",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "bytes32",
          "name": "versionId",
          "type": "bytes32"
        }
      ],
      "name": "versionOf",
      "outputs": [
        {
          "components": [
            {
              "internalType": "uint64",
              "name": "releasedAt",
              "type": "uint64"
            },
            {
              "internalType": "uint32",
              "name": "stack",
              "type": "uint32"
            }
          ],
          "internalType": "struct Version",
          "name": "",
          "type": "tuple"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    }
  ],
  bytecode:
    '0x608060405234801561000f575f5ffd5b5060405161539638038061539683398101604081905261002e91610192565b816040518060400160405280601081526020016f4865616477617465722061737365747360801b8152506040518060400160405280600381526020016248574160e81b815250815f9081610082919061027c565b50600161008f828261027c565b5050506001600160a01b0381166100bf57604051631e4fbdf760e01b81525f600482015260240160405180910390fd5b6100c881610125565b5060078054821515600160a01b0260ff60a01b199091161790556040517f50ea4db57628851a1970ad4a3cc76cab7eb7e50b8526f7786e429df90f099d3d9061011690831515815260200190565b60405180910390a1505061033a565b600780546001600160a01b031916905561013e81610141565b50565b600680546001600160a01b038381166001600160a01b0319831681179093556040519116919082907f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0905f90a35050565b5f5f604083850312156101a3575f5ffd5b82516001600160a01b03811681146101b9575f5ffd5b602084015190925080151581146101ce575f5ffd5b809150509250929050565b634e487b7160e01b5f52604160045260245ffd5b600181811c9082168061020157607f821691505b60208210810361021f57634e487b7160e01b5f52602260045260245ffd5b50919050565b601f821115610277578282111561027757805f5260205f20601f840160051c602085101561025057505f5b90810190601f840160051c035f5b81811015610273575f8382015560010161025e565b5050505b505050565b81516001600160401b03811115610295576102956101d9565b6102a9816102a384546101ed565b84610225565b6020601f8211600181146102db575f83156102c45750848201515b5f19600385901b1c1916600184901b178455610333565b5f84815260208120601f198516915b8281101561030a57878501518255602094850194600190920191016102ea565b508482101561032757868401515f19600387901b60f8161c191681555b505060018360011b0184555b5050505050565b61504f806103475f395ff3fe608060405234801561000f575f5ffd5b506004361061029d575f3560e01c80637d8794d111610171578063c1bf1dcf116100d2578063e30c397811610088578063ee7924981161006e578063ee792498146106dc578063f2fde38b146106ef578063fcfff16f14610702575f5ffd5b8063e30c397814610676578063e985e9c514610694575f5ffd5b8063c87b56dd116100b8578063c87b56dd1461062e578063d0cadaf114610641578063d5db72eb14610654575f5ffd5b8063c1bf1dcf14610608578063c3fd18321461061b575f5ffd5b80638da5cb5b1161012757806395d89b411161010d57806395d89b41146105da578063a22cb465146105e2578063b88d4fde146105f5575f5ffd5b80638da5cb5b146105a3578063901b4237146105c1575f5ffd5b80637e392712116101575780637e3927121461055e578063865eb4491461057157806389ba1d9514610584575f5ffd5b80637d8794d1146105385780637db78fac1461054b575f5ffd5b80632fbccc271161021b57806367af9a1a116101d157806370a08231116101b757806370a0823114610515578063715018a61461052857806379ba509714610530575f5ffd5b806367af9a1a146104ef5780636fdca5e014610502575f5ffd5b8063586e05a511610201578063586e05a51461043c5780636239b7b1146104c95780636352211e146104dc575f5ffd5b80632fbccc271461042057806342842e0e14610429575f5ffd5b8063095ea7b3116102705780630cd371c9116102565780630cd371c9146103e757806323b872dd146103fa578063276df2ed1461040d575f5ffd5b8063095ea7b3146103435780630a1c6a8814610358575f5ffd5b806301ffc9a7146102a157806303190e6d146102c957806306fdde03146102f6578063081812fc1461030b575b5f5ffd5b6102b46102af3660046138bf565b610727565b60405190151581526020015b60405180910390f35b6102e86102d73660046138da565b5f908152600c602052604090205490565b6040519081526020016102c0565b6102fe61080b565b6040516102c0919061393d565b61031e6103193660046138da565b61089a565b60405173ffffffffffffffffffffffffffffffffffffffff90911681526020016102c0565b610356610351366004613972565b6108ce565b005b6103da61036636600461399a565b6040805180820182525f8082526020918201819052938452600f81528184209284529182529182902082518084019093525473ffffffffffffffffffffffffffffffffffffffff8116835274010000000000000000000000000000000000000000900467ffffffffffffffff169082015290565b6040516102c091906139ba565b6103566103f5366004613a00565b6108dd565b610356610408366004613a39565b610994565b6102e861041b366004613a73565b610a88565b6102e860095481565b610356610437366004613a39565b610c42565b61049e61044a3660046138da565b604080518082019091525f8082526020820152505f908152600d602090815260409182902082518084019093525467ffffffffffffffff8116835268010000000000000000900463ffffffff169082015290565b60408051825167ffffffffffffffff16815260209283015163ffffffff1692810192909252016102c0565b6103566104d7366004613b11565b610c61565b61031e6104ea3660046138da565b610cbf565b6102e86104fd366004613cd0565b610cc9565b610356610510366004613d14565b610cfb565b6102e8610523366004613d2d565b610d87565b610356610dff565b610356610e12565b6102e861054636600461399a565b610e89565b6102fe6105593660046138da565b610eb9565b61035661056c366004613d46565b610f60565b6102e861057f366004613dc0565b6111a3565b6102e86105923660046138da565b600e6020525f908152604090205481565b60065473ffffffffffffffffffffffffffffffffffffffff1661031e565b6102e86105cf366004613ea1565b805160209091012090565b6102fe611386565b6103566105f0366004613ed3565b611395565b610356610603366004613f04565b6113a0565b610356610616366004613ed3565b6113b8565b610356610629366004613b11565b611442565b6102fe61063c3660046138da565b611494565b6102e861064f366004613f7b565b6114b8565b6102b4610662366004613d2d565b60086020525f908152604090205460ff1681565b60075473ffffffffffffffffffffffffffffffffffffffff1661031e565b6102b46106a2366004613fc5565b73ffffffffffffffffffffffffffffffffffffffff9182165f90815260056020908152604080832093909416825291909152205460ff1690565b6102b46106ea366004613fed565b61183a565b6103566106fd366004613d2d565b6118c3565b6007546102b49074010000000000000000000000000000000000000000900460ff1681565b5f7fffffffff0000000000000000000000000000000000000000000000000000000082167f80ac58cd0000000000000000000000000000000000000000000000000000000014806107b957507fffffffff0000000000000000000000000000000000000000000000000000000082167f5b5e139f00000000000000000000000000000000000000000000000000000000145b8061080557507f01ffc9a7000000000000000000000000000000000000000000000000000000007fffffffff000000000000000000000000000000000000000000000000000000008316145b92915050565b60605f80546108199061400e565b80601f01602080910402602001604051908101604052809291908181526020018280546108459061400e565b80156108905780601f1061086757610100808354040283529160200191610890565b820191905f5260205f20905b81548152906001019060200180831161087357829003601f168201915b5050505050905090565b5f6108a482611973565b505f8281526004602052604090205473ffffffffffffffffffffffffffffffffffffffff16610805565b6108d98282336119d1565b5050565b5f83815260106020526040812082916108f5866119de565b73ffffffffffffffffffffffffffffffffffffffff908116825260208083019390935260409182015f90812091871680825291845282902080547fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00169415159490941790935551831515815285917febf6f1bc3db8be8821e3bbb7e24a575e06a782774d19346cf00f2e26ae95db5591015b60405180910390a3505050565b73ffffffffffffffffffffffffffffffffffffffff82166109e8576040517f64a0ae920000000000000000000000000000000000000000000000000000000081525f60048201526024015b60405180910390fd5b5f6109f4838333611a85565b90508373ffffffffffffffffffffffffffffffffffffffff168173ffffffffffffffffffffffffffffffffffffffff1614610a82576040517f64283d7b00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff808616600483015260248201849052821660448201526064016109df565b50505050565b5f610a92846119de565b50610a9c83611b5e565b610ab1610aac606084018461405f565b611bab565b610ac1610aac602084018461405f565b610ad160a08301608084016140d7565b67ffffffffffffffff1615610af857610af8610af360a08401608085016140d7565b611bea565b5f610b03838061405f565b90501115610bc357600d5f610b5586610b1c868061405f565b8080601f0160208091040260200160405190810160405280939291908181526020018383808284375f92019190915250610cc992505050565b815260208101919091526040015f9081205467ffffffffffffffff169003610bc3575f848152600a60205260409020610b8e838061405f565b6040517f88f963b40000000000000000000000000000000000000000000000000000000081526004016109df939291906141d4565b60095f8154610bd190614230565b91905081905590508273ffffffffffffffffffffffffffffffffffffffff1681857fd01f8ebb046ea41c49499fa821438e8191fa468c79e2893e2a220ce8da7fdfe2600a5f8981526020019081526020015f2086604051610c339291906142c7565b60405180910390a49392505050565b610c5c83838360405180602001604052805f8152506113a0565b505050565b610c6b8282611c56565b3373ffffffffffffffffffffffffffffffffffffffff167f38c9d8eb8003076958591c441f79a661fd82f30a342637c79960b0a459a056348383604051610cb392919061437a565b60405180910390a25050565b5f61080582611973565b5f8282604051602001610cdd92919061438d565b60405160208183030381529060405280519060200120905092915050565b610d03611e34565b6007805482151574010000000000000000000000000000000000000000027fffffffffffffffffffffff00ffffffffffffffffffffffffffffffffffffffff9091161790556040517f50ea4db57628851a1970ad4a3cc76cab7eb7e50b8526f7786e429df90f099d3d90610d7c90831515815260200190565b60405180910390a150565b5f73ffffffffffffffffffffffffffffffffffffffff8216610dd7576040517f89c62b640000000000000000000000000000000000000000000000000000000081525f60048201526024016109df565b5073ffffffffffffffffffffffffffffffffffffffff165f9081526003602052604090205490565b610e07611e34565b610e105f611e87565b565b600754339073ffffffffffffffffffffffffffffffffffffffff168114610e7d576040517f118cdaa700000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff821660048201526024016109df565b610e8681611e87565b50565b5f828152600c60205260408120805483908110610ea857610ea86143a5565b905f5260205f200154905092915050565b6060610ec482611973565b505f828152600a602052604090208054610edd9061400e565b80601f0160208091040260200160405190810160405280929190818152602001828054610f099061400e565b8015610f545780601f10610f2b57610100808354040283529160200191610f54565b820191905f5260205f20905b815481529060010190602001808311610f3757829003601f168201915b50505050509050919050565b610f6a833361183a565b610fa9576040517f3b7f678d000000000000000000000000000000000000000000000000000000008152600481018490523360248201526044016109df565b610fb7816001610100611eb8565b5f5b8181101561113c5736838383818110610fd457610fd46143a5565b9050606002019050610ff7816020016020810190610ff29190613d2d565b611b5e565b61100f61100a60608301604084016140d7565b611f0d565b5f858152600f60209081526040808320843584529091529020805474010000000000000000000000000000000000000000900467ffffffffffffffff1615611086576040517ff1495fa3000000000000000000000000000000000000000000000000000000008152823560048201526024016109df565b6110966040830160208401613d2d565b81547fffffffffffffffffffffffff00000000000000000000000000000000000000001673ffffffffffffffffffffffffffffffffffffffff919091161781556110e660608301604084016140d7565b815467ffffffffffffffff9190911674010000000000000000000000000000000000000000027fffffffff0000000000000000ffffffffffffffffffffffffffffffffffffffff90911617905550600101610fb9565b505f838152600e60205260408120805483929061115a9084906143d2565b90915550505f838152600a6020526040908190209051339185917fae7e21f10df960f6c5cf87854503c0f70f02278e79837b6ab5344b5355845af99161098791879087906143e5565b6007545f9074010000000000000000000000000000000000000000900460ff161580156111df5750335f9081526008602052604090205460ff16155b15611218576040517f53ac4f070000000000000000000000000000000000000000000000000000000081523360048201526024016109df565b6112228a8a611f77565b61122c8787611bab565b6112368585611bab565b6112408383611bab565b61127e8a8a8080601f0160208091040260200160405190810160405280939291908181526020018383808284375f920191909152506105cf92505050565b5f8181526002602052604090205490915073ffffffffffffffffffffffffffffffffffffffff16156112e05789896040517f0f2a6cae0000000000000000000000000000000000000000000000000000000081526004016109df92919061437a565b5f818152600a602052604090206112f88a8c836144c4565b505f818152600b602052604090206113118385836144c4565b5061131c8882612187565b8773ffffffffffffffffffffffffffffffffffffffff16817f98b2f2339570826ce3e199fd72c8541aff2d88a6ebf0cadaa647339d24bbe2198c8c8b8b8b8b8b8b6040516113719897969594939291906145da565b60405180910390a39998505050505050505050565b6060600180546108199061400e565b6108d9338383612234565b6113ab848484610994565b610a823385858585612377565b6113c0611e34565b73ffffffffffffffffffffffffffffffffffffffff82165f8181526008602090815260409182902080547fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff001685151590811790915591519182527fb5e93f625be9cf4b25a2f505df040e38bd35ed584b62730dd64b7eaf145e8c6e9101610cb3565b61144c8282611bab565b3373ffffffffffffffffffffffffffffffffffffffff167f3867391e4f4fdbe1d81c92ac7f73cbeb7fb32e54445b97ca8c671f840a3960568383604051610cb392919061437a565b606061149f82611973565b505f828152600b602052604090208054610edd9061400e565b5f5f6114c3846119de565b5f858152600a60205260408120805492935090916114e09061400e565b80601f016020809104026020016040519081016040528092919081815260200182805461150c9061400e565b80156115575780601f1061152e57610100808354040283529160200191611557565b820191905f5260205f20905b81548152906001019060200180831161153a57829003601f168201915b5050505050905061157584805f0190611570919061405f565b612564565b61158385610b1c868061405f565b5f818152600d602052604090205490935067ffffffffffffffff16156115e357806115ae858061405f565b6040517fd70b00940000000000000000000000000000000000000000000000000000000081526004016109df93929190614639565b5f6115ed85614a44565b9050806020015167ffffffffffffffff165f036116155767ffffffffffffffff421660208201525b6060810151511580156116305750608081015163ffffffff16155b156116c15760408051600180825281830190925290816020015b604080518082019091525f808252602082015281526020019060019003908161164a575050606082019081526040805180820190915273ffffffffffffffffffffffffffffffffffffffff85168152633b9aca006020820152905180515f906116b5576116b56143a5565b60200260200101819052505b6116ca816126e3565b5f816080015163ffffffff161180156116e6575060a081015151155b80156116fd57505f868152600e6020526040902054155b1561173657816040517f163d90f80000000000000000000000000000000000000000000000000000000081526004016109df919061393d565b5f6117448260c001516128d3565b60408051808201825260208086015167ffffffffffffffff908116835263ffffffff8086168385019081525f8c8152600d855286812095518654925190931668010000000000000000027fffffffffffffffffffffffffffffffffffffffff0000000000000000000000009092169290931691909117179092558a8252600c815282822080546001810182559083529120018790555190915073ffffffffffffffffffffffffffffffffffffffff851690869089907f75aa6b3e17f16a888a07d211b1f0bdee3ad5e84db47248d359cfbbb80dfdc0be906118289088908890614e07565b60405180910390a45050505092915050565b5f5f61184584611973565b90508073ffffffffffffffffffffffffffffffffffffffff168373ffffffffffffffffffffffffffffffffffffffff1614806118bb57505f84815260106020908152604080832073ffffffffffffffffffffffffffffffffffffffff8086168552908352818420908716845290915290205460ff165b949350505050565b6118cb611e34565b6007805473ffffffffffffffffffffffffffffffffffffffff83167fffffffffffffffffffffffff0000000000000000000000000000000000000000909116811790915561192e60065473ffffffffffffffffffffffffffffffffffffffff1690565b73ffffffffffffffffffffffffffffffffffffffff167f38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e2270060405160405180910390a350565b5f8181526002602052604081205473ffffffffffffffffffffffffffffffffffffffff1680610805576040517f7e273289000000000000000000000000000000000000000000000000000000008152600481018490526024016109df565b610c5c8383836001612ac7565b5f6119e882611973565b90503373ffffffffffffffffffffffffffffffffffffffff821614801590611a40575073ffffffffffffffffffffffffffffffffffffffff81165f90815260056020908152604080832033845290915290205460ff16155b15611a80576040517f5eba7576000000000000000000000000000000000000000000000000000000008152600481018390523360248201526044016109df565b919050565b5f611a91848484612c8f565b905073ffffffffffffffffffffffffffffffffffffffff811615801590611ae457508373ffffffffffffffffffffffffffffffffffffffff168173ffffffffffffffffffffffffffffffffffffffff1614155b15611b57578373ffffffffffffffffffffffffffffffffffffffff168173ffffffffffffffffffffffffffffffffffffffff16847f6ba53042b347560cc8d3ce19f95047bf706a7183d47997e1e4527f6f4cc89f70600a5f8881526020019081526020015f20604051610c339190614ed2565b9392505050565b73ffffffffffffffffffffffffffffffffffffffff8116610e86576040517f600c0b1c00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6104008111156108d9576040517f0f1a9ab5000000000000000000000000000000000000000000000000000000008152600481018290526024016109df565b63386d438067ffffffffffffffff82161080611c14575063f6678a8067ffffffffffffffff821610155b15610e86576040517e9c9ad700000000000000000000000000000000000000000000000000000000815267ffffffffffffffff821660048201526024016109df565b81816007811080611c67575060aa81115b15611ca25783836040517f26bc75350000000000000000000000000000000000000000000000000000000081526004016109df92919061437a565b5f5f5b82811015611dee57838382818110611cbf57611cbf6143a5565b909101357fff00000000000000000000000000000000000000000000000000000000000000167f3a00000000000000000000000000000000000000000000000000000000000000039050611d1d57611d1682614230565b9150611de6565b611d41848483818110611d3257611d326143a5565b9050013560f81c60f81b612e06565b158015611dab5750838382818110611d5b57611d5b6143a5565b9050013560f81c60f81b7effffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff19167f250000000000000000000000000000000000000000000000000000000000000014155b15611de65785856040517f26bc75350000000000000000000000000000000000000000000000000000000081526004016109df92919061437a565b600101611ca5565b5080600214611e2d5784846040517f26bc75350000000000000000000000000000000000000000000000000000000081526004016109df92919061437a565b5050505050565b60065473ffffffffffffffffffffffffffffffffffffffff163314610e10576040517f118cdaa70000000000000000000000000000000000000000000000000000000081523360048201526024016109df565b600780547fffffffffffffffffffffffff0000000000000000000000000000000000000000169055610e86816130b5565b81831080611ec557508083115b15610c5c576040517f7058d4ee0000000000000000000000000000000000000000000000000000000081526004810184905260248101839052604481018290526064016109df565b67ffffffffffffffff81161580611f34575066038d7ea4c6800067ffffffffffffffff8216115b15610e86576040517fbb99c4a500000000000000000000000000000000000000000000000000000000815267ffffffffffffffff821660048201526024016109df565b81815f611f84838361312b565b9050801580611f9257508181145b80611fa6575060ff611fa48284614ee4565b115b15611fe15784846040517f3c7da2fd0000000000000000000000000000000000000000000000000000000081526004016109df92919061437a565b805b8281101561217f57612000848483818110611d3257611d326143a5565b15801561206a575083838281811061201a5761201a6143a5565b9050013560f81c60f81b7effffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff19167f2b0000000000000000000000000000000000000000000000000000000000000014155b80156120d35750838382818110612083576120836143a5565b9050013560f81c60f81b7effffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff19167f2f0000000000000000000000000000000000000000000000000000000000000014155b801561213c57508383828181106120ec576120ec6143a5565b9050013560f81c60f81b7effffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff19167f400000000000000000000000000000000000000000000000000000000000000014155b156121775785856040517f3c7da2fd0000000000000000000000000000000000000000000000000000000081526004016109df92919061437a565b600101611fe3565b505050505050565b73ffffffffffffffffffffffffffffffffffffffff82166121d6576040517f64a0ae920000000000000000000000000000000000000000000000000000000081525f60048201526024016109df565b5f6121e283835f611a85565b905073ffffffffffffffffffffffffffffffffffffffff811615610c5c576040517f73c6ac6e0000000000000000000000000000000000000000000000000000000081525f60048201526024016109df565b73ffffffffffffffffffffffffffffffffffffffff8316612283576040517fa9fbf51f0000000000000000000000000000000000000000000000000000000081525f60048201526024016109df565b73ffffffffffffffffffffffffffffffffffffffff82166122e8576040517f5b08ba1800000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff831660048201526024016109df565b73ffffffffffffffffffffffffffffffffffffffff8381165f8181526005602090815260408083209487168084529482529182902080547fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff001686151590811790915591519182527f17307eab39ab6107e8899845ad3d59bd9653f200f220920489ca2b5937696c319101610987565b73ffffffffffffffffffffffffffffffffffffffff83163b15611e2d576040517f150b7a0200000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff84169063150b7a02906123ec908890889087908790600401614ef7565b6020604051808303815f875af1925050508015612444575060408051601f3d9081017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe016820190925261244191810190614f47565b60015b6124d1573d808015612471576040519150601f19603f3d011682016040523d82523d5f602084013e612476565b606091505b5080515f036124c9576040517f64a0ae9200000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff851660048201526024016109df565b805160208201fd5b7fffffffff0000000000000000000000000000000000000000000000000000000081167f150b7a02000000000000000000000000000000000000000000000000000000001461217f576040517f64a0ae9200000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff851660048201526024016109df565b81818015806125735750604081115b156125ae5783836040517f39a5b79b0000000000000000000000000000000000000000000000000000000081526004016109df92919061437a565b5f5b81811015611e2d576125cd838383818110611d3257611d326143a5565b15801561263757508282828181106125e7576125e76143a5565b9050013560f81c60f81b7effffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff19167f2b0000000000000000000000000000000000000000000000000000000000000014155b80156126a05750828282818110612650576126506143a5565b9050013560f81c60f81b7effffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff19167f400000000000000000000000000000000000000000000000000000000000000014155b156126db5784846040517f39a5b79b0000000000000000000000000000000000000000000000000000000081526004016109df92919061437a565b6001016125b0565b6126f08160200151611bea565b610400816040015151111561273a578060400151516040517f0f1a9ab50000000000000000000000000000000000000000000000000000000081526004016109df91815260200190565b61274b8160600151515f6040611eb8565b61275d8160a00151515f610100611eb8565b61276e8160c00151515f6020611eb8565b608081015163ffffffff165f805b8360600151518110156127e7575f846060015182815181106127a0576127a06143a5565b602002602001015190506127b883825f015184613263565b92506127c781602001516132dd565b60208101516127dc9063ffffffff16856143d2565b93505060010161277c565b50633b9aca008214612828576040517fd2bc457b000000000000000000000000000000000000000000000000000000008152600481018390526024016109df565b5f8360a00151511180156128445750608083015163ffffffff16155b1561287b576040517f7314e3b100000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b505f805b8360a0015151811015610a82575f8460a0015182815181106128a3576128a36143a5565b602002602001015190506128bb83825f015184613263565b92506128ca8160200151611f0d565b5060010161287f565b5f5f5f5f845167ffffffffffffffff8111156128f1576128f1613b50565b60405190808252806020026020018201604052801561291a578160200160208202803683370190505b5090505f5b8551811015612a69575f86828151811061293b5761293b6143a5565b602002602001015190505f61296561295b835f0151805160209091012090565b8360200151610cc9565b5f818152600d6020908152604080832081518083019092525467ffffffffffffffff81168083526801000000000000000090910463ffffffff169282019290925292935090036129ea57825160208401516040517f88f963b40000000000000000000000000000000000000000000000000000000081526109df929190600401614f62565b6129f683868685613338565b5f83606001516001811115612a0d57612a0d614c1c565b03612a4357806020015163ffffffff16836080015163ffffffff16612a3291906143d2565b612a3c90886143d2565b9650612a5b565b6080830151612a589063ffffffff16876143d2565b95505b50505080600101905061291f565b50633b9aca00612a7983856143d2565b1115612abe57612a8982846143d2565b6040517f0134a9980000000000000000000000000000000000000000000000000000000081526004016109df91815260200190565b50909392505050565b8080612ae8575073ffffffffffffffffffffffffffffffffffffffff821615155b15612c3b575f612af784611973565b905073ffffffffffffffffffffffffffffffffffffffff831615801590612b4a57508273ffffffffffffffffffffffffffffffffffffffff168173ffffffffffffffffffffffffffffffffffffffff1614155b8015612b88575073ffffffffffffffffffffffffffffffffffffffff8082165f9081526005602090815260408083209387168352929052205460ff16155b15612bd7576040517fa9fbf51f00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff841660048201526024016109df565b8115612c3957838573ffffffffffffffffffffffffffffffffffffffff168273ffffffffffffffffffffffffffffffffffffffff167f8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b92560405160405180910390a45b505b50505f90815260046020526040902080547fffffffffffffffffffffffff00000000000000000000000000000000000000001673ffffffffffffffffffffffffffffffffffffffff92909216919091179055565b5f8281526002602052604081205473ffffffffffffffffffffffffffffffffffffffff90811690831615612cc857612cc88184866134f1565b73ffffffffffffffffffffffffffffffffffffffff811615612d3b57612cf05f855f5f612ac7565b73ffffffffffffffffffffffffffffffffffffffff81165f90815260036020526040902080547fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0190555b73ffffffffffffffffffffffffffffffffffffffff851615612d835773ffffffffffffffffffffffffffffffffffffffff85165f908152600360205260409020805460010190555b5f8481526002602052604080822080547fffffffffffffffffffffffff00000000000000000000000000000000000000001673ffffffffffffffffffffffffffffffffffffffff89811691821790925591518793918516917fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef91a4949350505050565b5f7f61000000000000000000000000000000000000000000000000000000000000007fff00000000000000000000000000000000000000000000000000000000000000831610801590612e9b57507f7a000000000000000000000000000000000000000000000000000000000000007fff00000000000000000000000000000000000000000000000000000000000000831611155b80612f3557507f41000000000000000000000000000000000000000000000000000000000000007fff00000000000000000000000000000000000000000000000000000000000000831610801590612f3557507f5a000000000000000000000000000000000000000000000000000000000000007fff00000000000000000000000000000000000000000000000000000000000000831611155b80612fcf57507f30000000000000000000000000000000000000000000000000000000000000007fff00000000000000000000000000000000000000000000000000000000000000831610801590612fcf57507f39000000000000000000000000000000000000000000000000000000000000007fff00000000000000000000000000000000000000000000000000000000000000831611155b8061301b57507f2e000000000000000000000000000000000000000000000000000000000000007fff000000000000000000000000000000000000000000000000000000000000008316145b8061306757507f5f000000000000000000000000000000000000000000000000000000000000007fff000000000000000000000000000000000000000000000000000000000000008316145b806108055750507fff00000000000000000000000000000000000000000000000000000000000000167f2d000000000000000000000000000000000000000000000000000000000000001490565b6006805473ffffffffffffffffffffffffffffffffffffffff8381167fffffffffffffffffffffffff0000000000000000000000000000000000000000831681179093556040519116919082907f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0905f90a35050565b5f61316c83836040518060400160405280600881526020017f646174617365743a0000000000000000000000000000000000000000000000008152506135a1565b1561317957506008610805565b6131b983836040518060400160405280600681526020017f6d6f64656c3a00000000000000000000000000000000000000000000000000008152506135a1565b806131ff57506131ff83836040518060400160405280600681526020017f6167656e743a00000000000000000000000000000000000000000000000000008152506135a1565b1561320c57506006610805565b61324c83836040518060400160405280600581526020017f746f6f6c3a0000000000000000000000000000000000000000000000000000008152506135a1565b613256575f613259565b60055b60ff169392505050565b5f61326d83611b5e565b8373ffffffffffffffffffffffffffffffffffffffff168373ffffffffffffffffffffffffffffffffffffffff16116132d5576040517fe57f1b9a000000000000000000000000000000000000000000000000000000008152600481018390526024016109df565b509092915050565b63ffffffff811615806132f95750633b9aca0063ffffffff8216115b15610e86576040517f96f7f99100000000000000000000000000000000000000000000000000000000815263ffffffff821660048201526024016109df565b5f5b828110156133a55781848281518110613355576133556143a5565b60200260200101510361339d57845160208601516040517ff8918c380000000000000000000000000000000000000000000000000000000081526109df929190600401614f62565b60010161333a565b50808383815181106133b9576133b96143a5565b6020026020010181815250506133d284608001516132dd565b60a084015167ffffffffffffffff1615613459576133f38460a00151611bea565b620151808460a001516134069190614f8f565b67ffffffffffffffff16156134595760a08401516040517f7c04732300000000000000000000000000000000000000000000000000000000815267ffffffffffffffff90911660048201526024016109df565b61346a8460c00151515f6008611eb8565b5f8460c001515111801561349257505f8460600151600181111561349057613490614c1c565b145b156134cc5783516040517fff79cde90000000000000000000000000000000000000000000000000000000081526109df919060040161393d565b5f5b8460c0015151811015611e2d576134e98560c00151826135e4565b6001016134ce565b6134fc8383836137d1565b610c5c5773ffffffffffffffffffffffffffffffffffffffff8316613550576040517f7e273289000000000000000000000000000000000000000000000000000000008152600481018290526024016109df565b6040517f177e802f00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff83166004820152602481018290526044016109df565b80515f9083108015906118bb5750815160208301819020906135c5905f8688614fe3565b6040516135d392919061500a565b604051809103902014949350505050565b5f8282815181106135f7576135f76143a5565b602002602001015190505f815f0151905080515f1480613618575060208151115b156136525781516040517fb06f14c30000000000000000000000000000000000000000000000000000000081526109df919060040161393d565b5f5b81518110156136df5761369e828281518110613672576136726143a5565b01602001517fff0000000000000000000000000000000000000000000000000000000000000016612e06565b6136d75782516040517fb06f14c30000000000000000000000000000000000000000000000000000000081526109df919060040161393d565b600101613654565b506020820151158061370a575074010000000000000000000000000000000000000000826020015110155b8061371f5750602460ff16826040015160ff16115b156137595781516040517fc81c97450000000000000000000000000000000000000000000000000000000081526109df919060040161393d565b5f5b83811015611e2d57818051906020012085828151811061377d5761377d6143a5565b60200260200101515f015180519060200120036137c95782516040517f0dab491a0000000000000000000000000000000000000000000000000000000081526109df919060040161393d565b60010161375b565b5f73ffffffffffffffffffffffffffffffffffffffff8316158015906118bb57508273ffffffffffffffffffffffffffffffffffffffff168473ffffffffffffffffffffffffffffffffffffffff16148061385d575073ffffffffffffffffffffffffffffffffffffffff8085165f9081526005602090815260408083209387168352929052205460ff165b806118bb5750505f9081526004602052604090205473ffffffffffffffffffffffffffffffffffffffff908116911614919050565b7fffffffff0000000000000000000000000000000000000000000000000000000081168114610e86575f5ffd5b5f602082840312156138cf575f5ffd5b8135611b5781613892565b5f602082840312156138ea575f5ffd5b5035919050565b5f81518084528060208401602086015e5f6020828601015260207fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f83011685010191505092915050565b602081525f611b5760208301846138f1565b803573ffffffffffffffffffffffffffffffffffffffff81168114611a80575f5ffd5b5f5f60408385031215613983575f5ffd5b61398c8361394f565b946020939093013593505050565b5f5f604083850312156139ab575f5ffd5b50508035926020909101359150565b815173ffffffffffffffffffffffffffffffffffffffff16815260208083015167ffffffffffffffff169082015260408101610805565b80358015158114611a80575f5ffd5b5f5f5f60608486031215613a12575f5ffd5b83359250613a226020850161394f565b9150613a30604085016139f1565b90509250925092565b5f5f5f60608486031215613a4b575f5ffd5b613a548461394f565b9250613a626020850161394f565b929592945050506040919091013590565b5f5f5f60608486031215613a85575f5ffd5b83359250613a956020850161394f565b9150604084013567ffffffffffffffff811115613ab0575f5ffd5b840160a08187031215613ac1575f5ffd5b809150509250925092565b5f5f83601f840112613adc575f5ffd5b50813567ffffffffffffffff811115613af3575f5ffd5b602083019150836020828501011115613b0a575f5ffd5b9250929050565b5f5f60208385031215613b22575f5ffd5b823567ffffffffffffffff811115613b38575f5ffd5b613b4485828601613acc565b90969095509350505050565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd5b6040805190810167ffffffffffffffff81118282101715613ba057613ba0613b50565b60405290565b6040516060810167ffffffffffffffff81118282101715613ba057613ba0613b50565b60405160e0810167ffffffffffffffff81118282101715613ba057613ba0613b50565b604051601f82017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe016810167ffffffffffffffff81118282101715613c3357613c33613b50565b604052919050565b5f5f67ffffffffffffffff841115613c5557613c55613b50565b50601f83017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe016602001613c8881613bec565b915050828152838383011115613c9c575f5ffd5b828260208301375f602084830101529392505050565b5f82601f830112613cc1575f5ffd5b611b5783833560208501613c3b565b5f5f60408385031215613ce1575f5ffd5b82359150602083013567ffffffffffffffff811115613cfe575f5ffd5b613d0a85828601613cb2565b9150509250929050565b5f60208284031215613d24575f5ffd5b611b57826139f1565b5f60208284031215613d3d575f5ffd5b611b578261394f565b5f5f5f60408486031215613d58575f5ffd5b83359250602084013567ffffffffffffffff811115613d75575f5ffd5b8401601f81018613613d85575f5ffd5b803567ffffffffffffffff811115613d9b575f5ffd5b866020606083028401011115613daf575f5ffd5b939660209190910195509293505050565b5f5f5f5f5f5f5f5f5f60a08a8c031215613dd8575f5ffd5b893567ffffffffffffffff811115613dee575f5ffd5b613dfa8c828d01613acc565b909a509850613e0d905060208b0161394f565b965060408a013567ffffffffffffffff811115613e28575f5ffd5b613e348c828d01613acc565b90975095505060608a013567ffffffffffffffff811115613e53575f5ffd5b613e5f8c828d01613acc565b90955093505060808a013567ffffffffffffffff811115613e7e575f5ffd5b613e8a8c828d01613acc565b915080935050809150509295985092959850929598565b5f60208284031215613eb1575f5ffd5b813567ffffffffffffffff811115613ec7575f5ffd5b6118bb84828501613cb2565b5f5f60408385031215613ee4575f5ffd5b613eed8361394f565b9150613efb602084016139f1565b90509250929050565b5f5f5f5f60808587031215613f17575f5ffd5b613f208561394f565b9350613f2e6020860161394f565b925060408501359150606085013567ffffffffffffffff811115613f50575f5ffd5b8501601f81018713613f60575f5ffd5b613f6f87823560208401613c3b565b91505092959194509250565b5f5f60408385031215613f8c575f5ffd5b82359150602083013567ffffffffffffffff811115613fa9575f5ffd5b830160e08186031215613fba575f5ffd5b809150509250929050565b5f5f60408385031215613fd6575f5ffd5b613fdf8361394f565b9150613efb6020840161394f565b5f5f60408385031215613ffe575f5ffd5b82359150613efb6020840161394f565b600181811c9082168061402257607f821691505b602082108103614059577f4e487b71000000000000000000000000000000000000000000000000000000005f52602260045260245ffd5b50919050565b5f5f83357fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe1843603018112614092575f5ffd5b83018035915067ffffffffffffffff8211156140ac575f5ffd5b602001915036819003821315613b0a575f5ffd5b803567ffffffffffffffff81168114611a80575f5ffd5b5f602082840312156140e7575f5ffd5b611b57826140c0565b5f81546140fc8161400e565b808552600182168015614116576001811461415057614184565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0083166020870152602082151560051b8701019350614184565b845f5260205f205f5b8381101561417b5781546020828a010152600182019150602081019050614159565b87016020019450505b50505092915050565b81835281816020850137505f602082840101525f60207fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f840116840101905092915050565b604081525f6141e660408301866140f0565b82810360208401526141f981858761418d565b9695505050505050565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b5f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff820361426057614260614203565b5060010190565b5f5f83357fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe184360301811261429a575f5ffd5b830160208101925035905067ffffffffffffffff8111156142b9575f5ffd5b803603821315613b0a575f5ffd5b604081525f6142d960408301856140f0565b82810360208401526142eb8485614267565b60a083526142fd60a08401828461418d565b91505061430d6020860186614267565b838303602085015261432083828461418d565b60408881013590860152925061433c9150506060860186614267565b838303606085015261434f83828461418d565b9250505067ffffffffffffffff614368608087016140c0565b16608083015280925050509392505050565b602081525f6118bb60208301848661418d565b828152604060208201525f6118bb60408301846138f1565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52603260045260245ffd5b8082018082111561080557610805614203565b604081525f6143f760408301866140f0565b8281036020808501919091528482528591015f5b8581101561446b578235825273ffffffffffffffffffffffffffffffffffffffff6144386020850161394f565b16602083015267ffffffffffffffff614453604085016140c0565b1660408301526060928301929091019060010161440b565b509695505050505050565b601f821115610c5c5782821115610c5c57805f5260205f20601f840160051c60208510156144a157505f5b90810190601f840160051c035f5b8181101561217f575f838201556001016144af565b67ffffffffffffffff8311156144dc576144dc613b50565b6144f0836144ea835461400e565b83614476565b5f601f841160018114614540575f851561450a5750838201355b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff600387901b1c1916600186901b178355611e2d565b5f838152602081207fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe08716915b8281101561458d578685013582556020948501946001909201910161456d565b50868210156145c8577fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff60f88860031b161c19848701351681555b505060018560011b0183555050505050565b608081525f6145ed608083018a8c61418d565b828103602084015261460081898b61418d565b9050828103604084015261461581878961418d565b9050828103606084015261462a81858761418d565b9b9a5050505050505050505050565b604081525f6141e660408301866138f1565b5f67ffffffffffffffff82111561466457614664613b50565b5060051b60200190565b803563ffffffff81168114611a80575f5ffd5b5f82601f830112614690575f5ffd5b81356146a361469e8261464b565b613bec565b8082825260208201915060208360061b8601019250858311156146c4575f5ffd5b602085015b8381101561471957604081880312156146e0575f5ffd5b6146e8613b7d565b6146f18261394f565b81526146ff6020830161466e565b6020820152808452506020830192506040810190506146c9565b5095945050505050565b5f82601f830112614732575f5ffd5b813561474061469e8261464b565b8082825260208201915060208360061b860101925085831115614761575f5ffd5b602085015b83811015614719576040818803121561477d575f5ffd5b614785613b7d565b61478e8261394f565b815261479c602083016140c0565b602082015280845250602083019250604081019050614766565b803560088110611a80575f5ffd5b803560028110611a80575f5ffd5b5f82601f8301126147e1575f5ffd5b81356147ef61469e8261464b565b8082825260208201915060208360051b860101925085831115614810575f5ffd5b602085015b8381101561471957803567ffffffffffffffff811115614833575f5ffd5b860160608189037fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0011215614866575f5ffd5b61486e613ba6565b602082013567ffffffffffffffff811115614887575f5ffd5b6148968a602083860101613cb2565b825250604082013560208201526060909101359060ff821682146148b8575f5ffd5b6040810191909152835260209283019201614815565b5f82601f8301126148dd575f5ffd5b81356148eb61469e8261464b565b8082825260208201915060208360051b86010192508583111561490c575f5ffd5b602085015b8381101561471957803567ffffffffffffffff81111561492f575f5ffd5b860160e08189037fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0011215614962575f5ffd5b61496a613bc9565b602082013567ffffffffffffffff811115614983575f5ffd5b6149928a602083860101613cb2565b825250604082013567ffffffffffffffff8111156149ae575f5ffd5b6149bd8a602083860101613cb2565b6020830152506149cf606083016147b6565b60408201526149e0608083016147c4565b60608201526149f160a0830161466e565b6080820152614a0260c083016140c0565b60a082015260e082013567ffffffffffffffff811115614a20575f5ffd5b614a2f8a6020838601016147d2565b60c08301525084525060209283019201614911565b5f60e08236031215614a54575f5ffd5b614a5c613bc9565b823567ffffffffffffffff811115614a72575f5ffd5b614a7e36828601613cb2565b825250614a8d602084016140c0565b6020820152604083013567ffffffffffffffff811115614aab575f5ffd5b614ab736828601613cb2565b604083015250606083013567ffffffffffffffff811115614ad6575f5ffd5b614ae236828601614681565b606083015250614af46080840161466e565b608082015260a083013567ffffffffffffffff811115614b12575f5ffd5b614b1e36828601614723565b60a08301525060c083013567ffffffffffffffff811115614b3d575f5ffd5b614b49368286016148ce565b60c08301525092915050565b5f8151808452602084019350602083015f5b82811015614bad578151805173ffffffffffffffffffffffffffffffffffffffff16875260209081015163ffffffff168188015260409096019590910190600101614b67565b5093949350505050565b5f8151808452602084019350602083015f5b82811015614bad57614c06868351805173ffffffffffffffffffffffffffffffffffffffff16825260209081015167ffffffffffffffff16910152565b6040959095019460209190910190600101614bc9565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52602160045260245ffd5b60028110614c5957614c59614c1c565b9052565b5f82825180855260208501945060208160051b830101602085015f5b83811015614ceb577fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe08584030188528151805160608552614cbd60608601826138f1565b6020838101518782015260409384015160ff1693909601929092525097830197929190910190600101614c79565b50909695505050505050565b5f82825180855260208501945060208160051b830101602085015f5b83811015614ceb577fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe08584030188528151805160e08552614d5760e08601826138f1565b905060208201518582036020870152614d7082826138f1565b915050604082015160088110614d8857614d88614c1c565b806040870152506060820151614da16060870182614c49565b506080820151614db9608087018263ffffffff169052565b5060a0820151614dd560a087018267ffffffffffffffff169052565b5060c0820151915084810360c0860152614def8183614c5d565b60209a8b019a90955093909301925050600101614d13565b604081525f614e1960408301856138f1565b8281036020840152835160e08252614e3460e08301826138f1565b905067ffffffffffffffff602086015116602083015260408501518282036040840152614e6182826138f1565b91505060608501518282036060840152614e7b8282614b55565b9150506080850151614e95608084018263ffffffff169052565b5060a085015182820360a0840152614ead8282614bb7565b91505060c085015182820360c0840152614ec78282614cf7565b979650505050505050565b602081525f611b5760208301846140f0565b8181038181111561080557610805614203565b73ffffffffffffffffffffffffffffffffffffffff8516815273ffffffffffffffffffffffffffffffffffffffff84166020820152826040820152608060608201525f6141f960808301846138f1565b5f60208284031215614f57575f5ffd5b8151611b5781613892565b604081525f614f7460408301856138f1565b8281036020840152614f8681856138f1565b95945050505050565b5f67ffffffffffffffff831680614fcd577f4e487b71000000000000000000000000000000000000000000000000000000005f52601260045260245ffd5b8067ffffffffffffffff84160691505092915050565b5f5f85851115614ff1575f5ffd5b83861115614ffd575f5ffd5b5050820193919092039150565b818382375f910190815291905056fea2646970667358221220f38905f70eb608c0633837168190850918f810e26b00b58288a7cfed575163aa64736f6c63430008250033',
} as const
