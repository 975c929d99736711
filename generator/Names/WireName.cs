using System.Text;

namespace QmpGen.Generator.Names;

/// <summary>Derives wire names from C# names: the rule of <see cref="CSharpName.ToPascalCase"/> in reverse.</summary>
internal static class WireName
{
    /// <summary>Derives the name of a command, member or value: <c>NodeName</c> → <c>node-name</c>.</summary>
    public static string Derive(string pascal)
    {
        StringBuilder builder = new(pascal.Length + 4);
        foreach (char c in pascal)
        {
            if (builder.Length > 0 && (c == '_' || char.IsUpper(c)))
            {
                builder.Append('-');
            }

            if (c != '_')
            {
                builder.Append(char.ToLowerInvariant(c));
            }
        }

        return builder.ToString();
    }

    /// <summary>Derives the name of an event: <c>DeviceDeleted</c> → <c>DEVICE_DELETED</c>.</summary>
    public static string DeriveEvent(string pascal) => Derive(pascal).Replace('-', '_').ToUpperInvariant();
}
