using System.Text.Json;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <content>The conversion that needs <see cref="QmpWriter"/>.</content>
public sealed partial class QmpValue
{
    /// <summary>Converts a generated object.</summary>
    /// <param name="value">The object.</param>
    /// <returns>The value.</returns>
    /// <exception cref="QmpArgumentException">The object contains a value that cannot be sent.</exception>
    public static QmpValue From(IQmpObject value) =>
        new(JsonElement.Parse(QmpWriter.ToUtf8(writer => writer.WriteObject(value)), JsonDefaults.DocumentOptions));
}
