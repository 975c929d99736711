namespace QmpGen.Tool.Qapi;

/// <summary>Paths as includes write them. One file has one notation, since it is read once.</summary>
internal static class QapiPath
{
    /// <summary>A path that is relative to the folder of a file.</summary>
    public static string Beside(string file, string path)
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
