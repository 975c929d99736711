namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>Why a server does not take what a client says, as far as the schema and the protocol go.</summary>
internal enum RefusalKind
{
    /// <summary>It takes it: it executes the command, or refuses that for a reason of its state.</summary>
    None,
    Missing,
    Unexpected,
    WrongType,
    EnumValue,
    Range,
    UnknownCommand,
    Malformed,
}
