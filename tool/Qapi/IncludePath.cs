namespace QmpGen.Tool.Qapi;

/// <summary>Resolves the paths in includes. Each file has one path, so it is read only once.</summary>
internal static class IncludePath
{
    /// <summary>Resolves a path that is relative to the folder of the including file.</summary>
    public static string Resolve(string file, string path)
    {
        string folder = file.Substring(0, file.LastIndexOfAny(['/', '\\']) + 1);
        List<string> parts = [];
        foreach (string part in (path.StartsWith('/') ? path : folder + path).Split('/'))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] is not (".." or ""))
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join("/", parts);
    }
}
