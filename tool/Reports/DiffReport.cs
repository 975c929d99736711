using QmpGen.Tool.Comparison;

namespace QmpGen.Tool.Reports;

/// <summary>The differences between two dumps, and what to call them.</summary>
/// <param name="OldLabel">The release of the old dump, or its file.</param>
/// <param name="NewLabel">The release of the new dump, or its file.</param>
internal sealed record DiffReport(string OldLabel, string NewLabel, SchemaDifference Difference);
