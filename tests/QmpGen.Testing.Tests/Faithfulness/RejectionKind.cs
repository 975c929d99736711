namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>The reasons of schema and protocol for which a server rejects a request.</summary>
internal enum RejectionKind
{
    /// <summary>The server executes the command. An error of its state counts as executed.</summary>
    None,
    Missing,
    Unexpected,
    WrongType,
    EnumValue,
    Range,
    UnknownCommand,
    Malformed,
}
