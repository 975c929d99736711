using QmpGen.Generator.Schema;

namespace QmpGen.Tool.Files;

/// <summary>A dump, and what to call it.</summary>
/// <param name="Label">The QEMU version in the file, otherwise the file name without its extension.</param>
internal sealed record LabeledDump(string Label, QmpSchema Schema)
{
    /// <summary>Reads dumps. If two have the same label, their paths are the labels.</summary>
    /// <param name="warnings">Receives a line for each part of a dump that is skipped.</param>
    /// <exception cref="ToolException">A file is not a dump.</exception>
    public static IReadOnlyList<LabeledDump> ReadAll(IEnumerable<string> paths, TextWriter warnings)
    {
        (string Path, LabeledDump Dump)[] dumps =
        [
            .. paths.Select(path =>
            {
                QmpSchema schema = InputFile.ReadDump(path, warnings);
                return (path, new LabeledDump(schema.QemuVersion ?? Path.GetFileNameWithoutExtension(path), schema));
            }),
        ];
        HashSet<string> ambiguous =
        [
            .. dumps.CountBy(dump => dump.Dump.Label).Where(pair => pair.Value > 1).Select(pair => pair.Key),
        ];
        return
        [
            .. dumps.Select(dump =>
                ambiguous.Contains(dump.Dump.Label) ? dump.Dump with { Label = dump.Path } : dump.Dump
            ),
        ];
    }
}
