using System.Runtime.CompilerServices;

namespace QmpGen.Generator.Qapi;

/// <summary>A place in a QAPI source file. Lines and columns start at 1.</summary>
internal sealed record QapiPosition(string File, int Line, int Column)
{
    public override string ToString() => $"{File}:{Line}:{Column}";
}

/// <summary>The exception for QAPI source that cannot be read. The message includes the remedy.</summary>
internal sealed class QapiException(QapiPosition position, string message, [CallerMemberName] string id = "")
    : Exception(message)
{
    public QapiPosition Position { get; } = position;

    /// <summary>The kind of error: the name of the method that creates it.</summary>
    public string Id { get; } = id;
}
