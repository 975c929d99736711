using System.CommandLine;

namespace QmpGen.Tool;

/// <summary>The tool's commands.</summary>
internal static class Commands
{
    public static RootCommand All =>
        new("Works with the schemas of QEMU's machine protocol.") { IntrospectCommand.Create(), NamesCommand.Create() };
}
