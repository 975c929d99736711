namespace QmpGen.Tool.Files;

/// <summary>The exception for an input file that a command cannot use. The message includes the remedy.</summary>
internal sealed class ToolException(string message) : Exception(message);
