namespace QmpGen.Generator.Qapi;

/// <summary>A place in a schema's source; lines and columns count from 1.</summary>
internal sealed record QapiPosition(string File, int Line, int Column)
{
    public override string ToString() => $"{File}:{Line}:{Column}";
}

/// <summary>The source is no QAPI schema. The message says what is wrong and what to do.</summary>
internal sealed class QapiException(QapiPosition position, string message) : Exception(message)
{
    public QapiPosition Position { get; } = position;
}
