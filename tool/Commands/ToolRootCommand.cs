using System.CommandLine;

namespace QmpGen.Tool.Commands;

/// <summary>The command <c>qmpgen</c>.</summary>
internal static class ToolRootCommand
{
    public static RootCommand Create() =>
        new("Works with the schemas of QEMU's machine protocol (QMP).")
        {
            CheckCommand.Create(),
            DiffCommand.Create(),
            HistoryCommand.Create(),
            IntrospectCommand.Create(),
            NamesCommand.Create(),
        };
}
